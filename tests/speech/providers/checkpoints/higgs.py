"""A Higgs Audio v2 with so few codes that it soon draws its end among them."""

from pathlib import Path
from typing import Any

import torch
from transformers import (
    DacFeatureExtractor,
    HiggsAudioV2Config,
    HiggsAudioV2ForConditionalGeneration,
    HiggsAudioV2Processor,
    HiggsAudioV2TokenizerConfig,
)

from speech.providers.research.higgs import codec_class
from tests.speech.providers.checkpoints.letters import letters_tokenizer

RATE_HZ, HEARD_HZ = 24_000, 16_000
CODES = 8
MARKS = ["<|AUDIO_OUT|>", "<|audio_out_bos|>", "<|audio_eos|>", "<|reserved_special_token_6|>", "<end>"]
TEMPLATE = (
    "{% for message in messages %}{{ message.role }}:{% for part in message.content %}"
    "{% if part.type == 'audio' %}<|audio_out_bos|><|AUDIO_OUT|><|audio_eos|>"
    "{% else %}{{ part.text }}{% endif %}"
    "{% endfor %}{% endfor %}{% if add_generation_prompt %}<|audio_out_bos|>{% endif %}"
)


def higgs_checkpoint(folder: Path) -> Path:
    torch.manual_seed(2)
    codec = codec_class()(_codec_config())
    for name, values in codec.named_buffers():
        if name.endswith("embed"):
            values.normal_()  # else every sound has the same codes
    codec.save_pretrained(folder / "codec")
    tokenizer = letters_tokenizer(MARKS)
    _processor(tokenizer, codec).save_pretrained(folder)
    model = HiggsAudioV2ForConditionalGeneration(_config(tokenizer))
    model.generation_config.do_sample = True
    model.save_pretrained(folder)
    return folder


def _processor(tokenizer: Any, codec: Any) -> HiggsAudioV2Processor:
    return HiggsAudioV2Processor(
        DacFeatureExtractor(sampling_rate=RATE_HZ, hop_length=1),
        tokenizer,
        codec,
        chat_template=TEMPLATE,
        audio_stream_bos_id=CODES,
        audio_stream_eos_id=CODES + 1,
    )


def _config(tokenizer: Any) -> HiggsAudioV2Config:
    ids = tokenizer.convert_tokens_to_ids
    return HiggsAudioV2Config(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=8,
        initializer_range=0.5,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=ids("<end>"),
        num_codebooks=2,
        codebook_size=CODES + 2,
        audio_token_id=ids("<|AUDIO_OUT|>"),
        audio_bos_token_id=ids("<|audio_out_bos|>"),
        audio_delay_token_id=ids("<|reserved_special_token_6|>"),
        audio_stream_bos_id=CODES,
        audio_stream_eos_id=CODES + 1,
    )


def _codec_config() -> HiggsAudioV2TokenizerConfig:
    return HiggsAudioV2TokenizerConfig(
        sample_rate=RATE_HZ,
        semantic_sample_rate=HEARD_HZ,
        downsample_factor=1600,
        target_bandwidths=[0.06],  # two codebooks of eight codes, ten times a second
        codebook_size=CODES,
        codebook_dim=8,
        acoustic_model_config={
            "model_type": "dac",
            "encoder_hidden_size": 4,
            "hidden_size": 64,
            "decoder_hidden_size": 32,
            "downsampling_ratios": [8, 5, 12, 5],
            "upsampling_ratios": [8, 5, 12, 5],
        },
        semantic_model_config={
            "model_type": "hubert",
            "hidden_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "intermediate_size": 16,
            "conv_dim": [8, 8, 8, 8],
            "conv_stride": [10, 10, 4, 4],
            "conv_kernel": [10, 10, 4, 4],
            "num_feat_extract_layers": 4,
            "num_conv_pos_embeddings": 4,
            "num_conv_pos_embedding_groups": 2,
        },
    )
