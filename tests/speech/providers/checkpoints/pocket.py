"""A Pocket TTS that ends after half a dozen frames."""

from pathlib import Path

import torch
from transformers import (
    PocketTTSAudioTokenizerConfig,
    PocketTTSAudioTokenizerModel,
    PocketTTSConfig,
    PocketTTSFeatureExtractor,
    PocketTTSForConditionalGeneration,
    PocketTTSProcessor,
)

from tests.speech.providers.checkpoints.letters import letters_tokenizer

RATE_HZ = 24_000
TEMPLATE = (
    "{% for message in messages %}{% for part in message.content %}"
    "{% if part.type == 'audio' %}<voice_begins><voice>{% else %}{{ part.text }}{% endif %}"
    "{% endfor %}{% endfor %}<speech_begins>"
)


def pocket_checkpoint(folder: Path) -> Path:
    torch.manual_seed(7)
    codec = PocketTTSAudioTokenizerModel(
        PocketTTSAudioTokenizerConfig(
            hidden_size=16,
            num_filters=4,
            upsampling_ratios=[8, 10],
            upsample_groups=16,
            num_hidden_layers=1,
            intermediate_size=16,
            num_attention_heads=2,
            num_key_value_heads=2,
            latent_stride=24,
            latent_dim=8,
        )
    )
    frame = codec.config.frame_size
    codec.save_pretrained(folder / "codec")
    tokenizer = letters_tokenizer(
        ["<voice>", "<latent>", "<voice_begins>", "<speech_begins>"],
        extra_special_tokens={
            "audio_prompt_token": "<voice>",
            "audio_latent_token": "<latent>",
            "audio_prompt_bos_token": "<voice_begins>",
            "audio_bos_token": "<speech_begins>",
        },
    )
    extractor = PocketTTSFeatureExtractor(frame_size=frame, pad_to_multiple_of=frame)
    PocketTTSProcessor(extractor, tokenizer, audio_tokenizer=codec, chat_template=TEMPLATE).save_pretrained(
        folder
    )
    ids = tokenizer.convert_tokens_to_ids
    config = PocketTTSConfig(
        flow_head_config={
            "hidden_size": 16,
            "num_hidden_layers": 1,
            "latent_dim": 8,
            "condition_dim": 16,
            "frequency_embedding_size": 8,
            "loss_weighting_hidden_size": 4,
            "loss_weighting_num_layers": 1,
        },
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        latent_dim=8,
        initializer_range=0.5,
        pad_token_id=tokenizer.pad_token_id,
        audio_prompt_token_id=ids("<voice>"),
        audio_latent_token_id=ids("<latent>"),
        audio_prompt_bos_token_id=ids("<voice_begins>"),
        audio_bos_token_id=ids("<speech_begins>"),
        frame_rate=RATE_HZ / frame,
    )
    model = PocketTTSForConditionalGeneration(config)
    model.generation_config.do_sample = True
    model.generation_config.eos_threshold = -1_000.0
    model.save_pretrained(folder)
    return folder
