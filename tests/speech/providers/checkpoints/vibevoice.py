"""A VibeVoice whose every few frames may be the last."""

from pathlib import Path

import torch
from transformers import (
    VibeVoiceAcousticTokenizerFeatureExtractor,
    VibeVoiceConfig,
    VibeVoiceForConditionalGeneration,
    VibeVoiceProcessor,
)

from tests.speech.providers.checkpoints.letters import letters_tokenizer

RATE_HZ = 24_000
FRAME = 2_400
TEMPLATE = (
    "{% for message in messages %}{% for part in message.content %}{% if part.type == 'audio' %}"
    "Speaker {{ message.role }}:<begin><sound><end>{% endif %}{% endfor %}{% for part in message.content %}"
    "{% if part.type == 'text' %}Speaker {{ message.role }}: {{ part.text }}{% endif %}"
    "{% endfor %}{% endfor %}<begin>"
)


def vibevoice_checkpoint(folder: Path) -> Path:
    torch.manual_seed(7)
    tokenizer = letters_tokenizer(["<begin>", "<end>", "<sound>"])
    ids = tokenizer.convert_tokens_to_ids
    VibeVoiceProcessor(
        VibeVoiceAcousticTokenizerFeatureExtractor(sampling_rate=RATE_HZ, pad_to_multiple_of=FRAME),
        tokenizer,
        chat_template=TEMPLATE,
        audio_bos_token="<begin>",
        audio_eos_token="<end>",
        audio_token="<sound>",
    ).save_pretrained(folder)
    codec = {
        "hidden_size": 8,
        "num_filters": 4,
        "downsampling_ratios": [6, 20, 20],
        "depths": [1, 1, 1, 1],
        "kernel_size": 3,
        "initializer_range": 0.3,
        "layer_scale_init_value": 1.0,
    }
    config = VibeVoiceConfig(
        audio_config={"model_type": "vibevoice_acoustic_tokenizer", **codec},
        semantic_model_config={
            "model_type": "vibevoice_acoustic_tokenizer_encoder",
            **codec,
        },
        text_config={
            "model_type": "qwen2",
            "vocab_size": len(tokenizer),
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "num_key_value_heads": 2,
        },
        diffusion_head_config={
            "num_hidden_layers": 1,
            "intermediate_size": 16,
            "frequency_embedding_size": 8,
        },
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=ids("<end>"),
        audio_bos_token_id=ids("<begin>"),
        audio_eos_token_id=ids("<end>"),
        audio_token_id=ids("<sound>"),
    )
    model = VibeVoiceForConditionalGeneration(config)
    model.save_pretrained(folder)
    return folder
