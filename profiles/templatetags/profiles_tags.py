"""What a profile sets, in the words people know."""

from django import template
from django.urls import reverse

from profiles.models import Profile
from speech import catalogue, voice_choices
from speech.own_voices.queries import own_voice_by_id, own_voice_name

register = template.Library()


@register.filter
def voice_words(profile: Profile) -> str:
    if profile.blend:
        return voice_choices.blend_title(profile.backend, profile.blend)
    own = own_voice_name(profile.owner_id, profile.voice)
    return own or voice_choices.voice_title(profile.backend, profile.voice)


@register.filter
def engine_words(profile: Profile) -> str:
    return catalogue.engine_title(profile.backend)


@register.filter
def language_words(profile: Profile) -> str:
    """Its own, or that of its voice."""
    tag = profile.language or _language_of_voice(profile)
    return voice_choices.language_name(tag) if tag else ""


def _language_of_voice(profile: Profile) -> str:
    own = own_voice_by_id(profile.owner_id, profile.voice)
    return own.language if own else voice_choices.language_of_voice(profile.backend, profile.voice)


@register.filter
def sample_url(profile: Profile) -> str:
    """Another one after each change: browsers keep what they heard."""
    version = int(profile.updated_at.timestamp() * 1000)
    return f"{reverse('profiles:sample', args=[profile.pk])}?v={version}"


@register.filter
def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()] or [name.strip()]
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[:1] for word in chosen).upper()
