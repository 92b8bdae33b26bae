"""A tokenizer of letters, for models that come with one of their own."""

from tokenizers import Regex, Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

LETTERS = " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?:[]-\n"


def letters_tokenizer(marks: list[str], **further) -> PreTrainedTokenizerFast:
    """`marks` are read as one token each, and come first; `further` goes to the tokenizer."""
    vocabulary = {sign: number for number, sign in enumerate(["<pad>", "<unk>", *marks, *LETTERS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), behavior="isolated")
    tokenizer.add_special_tokens(marks)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>", padding_side="left", **further
    )
