"""A Dia with so few codes that it soon draws its end among them."""

from pathlib import Path

import torch
from transformers import (
    DacConfig,
    DacModel,
    DiaConfig,
    DiaFeatureExtractor,
    DiaForConditionalGeneration,
    DiaProcessor,
    DiaTokenizer,
)

RATE_HZ = 44_100
CODES = 16


def dia_checkpoint(folder: Path) -> Path:
    torch.manual_seed(7)
    codec = DacModel(
        DacConfig(
            encoder_hidden_size=4,
            downsampling_ratios=[7, 9, 10, 7],
            decoder_hidden_size=32,
            n_codebooks=3,
            codebook_size=CODES,
            codebook_dim=4,
            sampling_rate=RATE_HZ,
        )
    )
    codec.save_pretrained(folder / "codec")
    extractor = DiaFeatureExtractor(sampling_rate=RATE_HZ, hop_length=codec.config.hop_length)
    DiaProcessor(extractor, DiaTokenizer(), audio_tokenizer=codec).save_pretrained(folder)
    attention = {"num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 8}
    config = DiaConfig(
        encoder_config={
            "hidden_size": 16,
            "num_hidden_layers": 1,
            "intermediate_size": 16,
            **attention,
        },
        decoder_config={
            "hidden_size": 16,
            "num_hidden_layers": 1,
            "intermediate_size": 16,
            "cross_num_attention_heads": 2,
            "cross_num_key_value_heads": 2,
            "cross_head_dim": 8,
            "cross_hidden_size": 16,
            "num_channels": 3,
            "vocab_size": CODES + 4,
            "eos_token_id": CODES,
            "pad_token_id": CODES + 1,
            "bos_token_id": CODES + 2,
            **attention,
        },
        delay_pattern=[0, 1, 2],
        initializer_range=0.5,
    )
    model = DiaForConditionalGeneration(config)
    model.generation_config.do_sample = True
    model.generation_config.guidance_scale = 3.0
    model.generation_config.top_k = 8
    model.save_pretrained(folder)
    return folder
