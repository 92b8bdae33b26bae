"""A CSM with so few codes that it soon draws its end among them."""

from pathlib import Path

import torch
from transformers import CsmConfig, CsmForConditionalGeneration, CsmProcessor, EncodecFeatureExtractor

from tests.speech.providers.checkpoints.letters import letters_tokenizer

RATE_HZ = 24_000
TEMPLATE = (
    "{% for message in messages %}<begin>[{{ message.role }}]{% for part in message.content %}"
    "{% if part.type == 'audio' %}<|AUDIO|><|audio_eos|>{% else %}{{ part.text }}<end>{% endif %}"
    "{% endfor %}{% endfor %}"
)


def csm_checkpoint(folder: Path) -> Path:
    torch.manual_seed(1)
    tokenizer = letters_tokenizer(["<|AUDIO|>", "<|audio_eos|>", "<begin>", "<end>"])
    CsmProcessor(
        EncodecFeatureExtractor(sampling_rate=RATE_HZ), tokenizer, chat_template=TEMPLATE
    ).save_pretrained(folder)
    ids = tokenizer.convert_tokens_to_ids
    layers = {"num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 8}
    config = CsmConfig(
        num_codebooks=2,
        vocab_size=20,
        text_vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=16,
        initializer_range=0.5,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=ids("<begin>"),
        codebook_pad_token_id=19,
        codebook_eos_token_id=0,
        audio_token_id=ids("<|AUDIO|>"),
        audio_eos_token_id=ids("<|audio_eos|>"),
        **layers,
        depth_decoder_config={
            "num_codebooks": 2,
            "backbone_hidden_size": 16,
            "vocab_size": 20,
            "hidden_size": 16,
            "intermediate_size": 16,
            "max_position_embeddings": 3,
            **layers,
        },
        codec_config={
            "model_type": "mimi",
            "hidden_size": 16,
            "num_filters": 4,
            "upsampling_ratios": [8, 10, 15],
            "upsample_groups": 16,
            "codebook_size": 16,
            "codebook_dim": 8,
            "vector_quantization_hidden_dimension": 8,
            "num_quantizers": 2,
            "intermediate_size": 16,
            **layers,
        },
    )
    model = CsmForConditionalGeneration(config)
    for name, values in model.codec_model.named_buffers():
        if name.endswith("embed_sum"):
            values.normal_()  # else every sound has the same codes
    model.generation_config.do_sample = True
    model.depth_decoder.generation_config.do_sample = True
    model.save_pretrained(folder)
    return folder
