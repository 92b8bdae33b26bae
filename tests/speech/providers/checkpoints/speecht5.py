"""A SpeechT5 with ten steps a letter, its vocoder, and a model that hears who speaks."""

import io
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from transformers import (
    SpeechT5Config,
    SpeechT5ForTextToSpeech,
    SpeechT5HifiGan,
    SpeechT5HifiGanConfig,
    SpeechT5Tokenizer,
    Wav2Vec2FeatureExtractor,
    WavLMConfig,
    WavLMForXVector,
)

RATE_HZ = 16_000
SPEAKER_SIZE = 8
MELS = 4


def speecht5_checkpoint(folder: Path, *, hears: bool = False) -> Path:
    """Voices `ann` and `bob`; `hears`: it imitates recordings too."""
    torch.manual_seed(11)
    model = SpeechT5ForTextToSpeech(_config())
    with torch.no_grad():  # never sure to be at an end: it goes on for as long as it may
        model.speech_decoder_postnet.prob_out.weight.zero_()
        model.speech_decoder_postnet.prob_out.bias.fill_(-3.0)
    model.save_pretrained(folder)
    _tokenizer(folder).save_pretrained(folder)
    _vocoder().save_pretrained(folder / "vocoder")
    (folder / "speakers").mkdir()
    for number, name in enumerate(("ann", "bob")):
        xvector = np.random.default_rng(number).normal(size=SPEAKER_SIZE)
        np.save(folder / "speakers" / f"{name}.npy", xvector.astype(np.float32))
    if hears:
        _speaker_model().save_pretrained(folder / "speaker_model")
        Wav2Vec2FeatureExtractor().save_pretrained(folder / "speaker_model")
    return folder


def _config() -> SpeechT5Config:
    return SpeechT5Config(
        vocab_size=40,
        hidden_size=16,
        encoder_layers=1,
        encoder_attention_heads=2,
        encoder_ffn_dim=16,
        decoder_layers=1,
        decoder_attention_heads=2,
        decoder_ffn_dim=16,
        num_mel_bins=MELS,
        speech_decoder_prenet_units=8,
        speech_decoder_postnet_units=8,
        speaker_embedding_dim=SPEAKER_SIZE,
        conv_dim=(8,),
        conv_stride=(5,),
        conv_kernel=(10,),
    )


def _tokenizer(folder: Path) -> SpeechT5Tokenizer:
    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["the quick brown fox jumps over a lazy dog, don't you know. Hello."]),
        model_writer=made,
        model_type="char",
        vocab_size=40,
        hard_vocab_limit=False,
        bos_id=0,
        pad_id=1,
        eos_id=2,
        unk_id=3,
        minloglevel=2,
    )
    (folder / "spm_char.model").write_bytes(made.getvalue())
    return SpeechT5Tokenizer(str(folder / "spm_char.model"))


def _vocoder() -> SpeechT5HifiGan:
    return SpeechT5HifiGan(
        SpeechT5HifiGanConfig(
            model_in_dim=MELS,
            sampling_rate=RATE_HZ,
            upsample_initial_channel=8,
            upsample_rates=[4, 4],
            upsample_kernel_sizes=[8, 8],
            resblock_kernel_sizes=[3],
            resblock_dilation_sizes=[[1]],
            initializer_range=0.5,
        )
    )


def _speaker_model() -> WavLMForXVector:
    return WavLMForXVector(
        WavLMConfig(
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=16,
            conv_dim=(8, 8),
            conv_stride=(40, 8),
            conv_kernel=(40, 8),
            num_conv_pos_embeddings=4,
            num_conv_pos_embedding_groups=2,
            tdnn_dim=(8, 8),
            tdnn_kernel=(3, 1),
            tdnn_dilation=(1, 1),
            xvector_output_dim=SPEAKER_SIZE,
        )
    )
