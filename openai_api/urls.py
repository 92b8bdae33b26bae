"""Included at `/v1/`."""

from django.urls import path

from openai_api import model_list, own_voices, speech, transcriptions, voices
from openai_api.realtime import views as realtime

app_name = "openai-api"

urlpatterns = [
    path("audio/speech", speech.Speech.as_view(), name="speech"),
    path("audio/transcriptions", transcriptions.Transcriptions.as_view(), name="transcriptions"),
    path("audio/translations", transcriptions.Translations.as_view(), name="translations"),
    path("audio/voices", voices.Voices.as_view(), name="voices"),
    path("audio/voices/<str:voice_id>", voices.OneVoice.as_view(), name="voice"),
    path("audio/voice_consents", own_voices.VoiceConsents.as_view(), name="voice-consents"),
    path("audio/voice_consents/<str:consent_id>", own_voices.OneVoiceConsent.as_view(), name="voice-consent"),
    path("realtime", realtime.Realtime.as_view(), name="realtime"),
    path("realtime/client_secrets", realtime.ClientSecrets.as_view(), name="client-secrets"),
    path("models", model_list.Models.as_view(), name="models"),
    path("models/<path:model_id>", model_list.OneModel.as_view(), name="model"),
]
