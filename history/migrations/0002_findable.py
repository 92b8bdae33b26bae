import history.models
from django.conf import settings
from django.db import migrations, models


def number_entries(apps, schema_editor):
    """In the order they were made, by when they were made."""
    Entry = apps.get_model("history", "Entry")
    last = 0
    found = Entry.objects.order_by("created_at", "id").values_list("pk", "created_at")
    for pk, made in list(found):
        last = max(int(made.timestamp() * 1_000_000) * 1_000, last + 1)
        Entry.objects.filter(pk=pk).update(number=last)


class Migration(migrations.Migration):

    dependencies = [
        ('clips', '0001_initial'),
        ('history', '0001_entries'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='entry',
            options={'verbose_name': 'entry of the history', 'verbose_name_plural': 'entries of the history'},
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_source_is_known',
        ),
        migrations.RemoveIndex(
            model_name='entry',
            name='entry_of_owner_newest',
        ),
        migrations.AddField(
            model_name='entry',
            name='api_key_name',
            field=models.CharField(blank=True, help_text='Of the program that asked for it.', max_length=100),
        ),
        migrations.AddField(
            model_name='entry',
            name='audio_bytes',
            field=models.PositiveBigIntegerField(blank=True, editable=False, null=True, verbose_name='audio in bytes'),
        ),
        migrations.AddField(
            model_name='entry',
            name='making_seconds',
            field=models.FloatField(blank=True, editable=False, help_text='How long it took to make.', null=True, verbose_name='made in seconds'),
        ),
        migrations.AddField(
            model_name='entry',
            name='note',
            field=models.CharField(blank=True, help_text="Its owner's own words.", max_length=2000),
        ),
        migrations.AddField(
            model_name='entry',
            name='number',
            field=models.BigIntegerField(null=True, editable=False),
        ),
        migrations.RunPython(number_entries, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='entry',
            name='number',
            field=models.BigIntegerField(default=history.models.next_number, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='profile_name',
            field=models.CharField(blank=True, help_text='As it was called then; its settings are among the settings.', max_length=200),
        ),
        migrations.AlterField(
            model_name='entry',
            name='source',
            field=models.CharField(choices=[('page', 'Page'), ('api', 'API'), ('job', 'Job'), ('live', 'Live'), ('studio', 'Studio'), ('dictation', 'Dictation')], default='page', max_length=9),
        ),
        migrations.AlterField(
            model_name='entry',
            name='state',
            field=models.CharField(choices=[('new', 'Waiting'), ('making', 'Under way'), ('done', 'Done'), ('partial', 'Broken off'), ('failed', 'Failed')], default='new', max_length=7),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None)), name='entry_newest'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.F('kind'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None)), name='entry_newest_of_kind'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.F('engine'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None)), name='entry_newest_of_engine'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.F('voice'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None)), name='entry_newest_of_voice'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.F('language'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None)), name='entry_newest_of_language'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.F('source'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None)), name='entry_newest_of_source'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.F('state'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None)), name='entry_newest_of_state'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.F('profile_name'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None)), name='entry_newest_of_profile'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None), ('is_favourite', True)), name='entry_newest_favourite'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('owner'), models.OrderBy(models.F('duration_seconds'), descending=True), models.OrderBy(models.F('number'), descending=True), condition=models.Q(('deleted_at', None)), name='entry_longest'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('deleted_at'), condition=models.Q(('deleted_at__isnull', False)), name='entry_deleted'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('updated_at'), condition=models.Q(('state__in', ('new', 'making'))), name='entry_unfinished'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['new', 'making', 'done', 'partial', 'failed'])), name='entry_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['page', 'api', 'job', 'live', 'studio', 'dictation'])), name='entry_source_is_known'),
        ),
    ]
