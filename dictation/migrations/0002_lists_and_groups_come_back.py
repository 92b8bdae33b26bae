from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dictation', '0001_items_attempts_and_lists'),
    ]

    operations = [
        migrations.AddField(
            model_name='itemlist',
            name='deleted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='practicegroup',
            name='deleted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
