"""Tiny checkpoints of Transformers', with random weights, saved as real ones are."""

import json
from pathlib import Path

import torch
from transformers import (
    GenerationConfig,
    Wav2Vec2Config,
    Wav2Vec2CTCTokenizer,
    Wav2Vec2FeatureExtractor,
    Wav2Vec2ForCTC,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperTokenizer,
)
from transformers.convert_slow_tokenizer import bytes_to_unicode

LANGUAGES = ("en", "fr")
MARKS = ["startoftranscript", *LANGUAGES, "translate", "transcribe", "startoflm", "startofprev", "nospeech"]
MARKS.append("notimestamps")


def whisper_checkpoint(folder: Path) -> Path:
    torch.manual_seed(3)
    tokenizer = _whisper_tokenizer()
    ids = {mark: tokenizer.convert_tokens_to_ids(f"<|{mark}|>") for mark in [*MARKS, "endoftext"]}
    end = ids["endoftext"]
    config = WhisperConfig(
        vocab_size=len(tokenizer),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_target_positions=40,
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=ids["startoftranscript"],
    )
    model = WhisperForConditionalGeneration(config)
    model.generation_config = GenerationConfig(
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=ids["startoftranscript"],
        no_timestamps_token_id=ids["notimestamps"],
        prev_sot_token_id=ids["startofprev"],
        lang_to_id={f"<|{language}|>": ids[language] for language in LANGUAGES},
        task_to_id={task: ids[task] for task in ("translate", "transcribe")},
        is_multilingual=True,
        alignment_heads=[[0, 0], [1, 1]],
        max_initial_timestamp_index=10,
        max_length=40,
    )
    for part in (model, tokenizer, WhisperFeatureExtractor(feature_size=80)):
        part.save_pretrained(folder)
    return folder


def _whisper_tokenizer() -> WhisperTokenizer:
    vocabulary = {sign: number for number, sign in enumerate(bytes_to_unicode().values())}
    vocabulary["<|endoftext|>"] = len(vocabulary)
    tokenizer = WhisperTokenizer(vocab=vocabulary, merges=[])
    tokenizer.add_special_tokens({"additional_special_tokens": [f"<|{mark}|>" for mark in MARKS]})
    tokenizer.add_tokens([f"<|{step * 0.02:.2f}|>" for step in range(1501)])
    return tokenizer


def ctc_checkpoint(folder: Path, *, says: str = "A") -> Path:
    """Hears one letter, whatever is said."""
    torch.manual_seed(3)
    letters = ["<pad>", "<s>", "</s>", "<unk>", "|", "A", "B", "C"]
    folder.mkdir(parents=True, exist_ok=True)
    config = Wav2Vec2Config(
        vocab_size=len(letters),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        conv_dim=(16,) * 7,
        num_conv_pos_embeddings=16,
        num_conv_pos_embedding_groups=2,
        pad_token_id=0,
    )
    model = Wav2Vec2ForCTC(config)
    with torch.no_grad():
        model.lm_head.weight.zero_()
        model.lm_head.bias.zero_()
        model.lm_head.bias[letters.index(says)] = 5

    (folder / "vocab.json").write_text(json.dumps({sign: number for number, sign in enumerate(letters)}))
    for part in (model, Wav2Vec2CTCTokenizer(str(folder / "vocab.json")), Wav2Vec2FeatureExtractor()):
        part.save_pretrained(folder)
    return folder
