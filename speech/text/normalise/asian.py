"""Hindi, Japanese, Chinese and Korean."""

from speech.text.normalise.numbers import cardinal_in
from speech.text.normalise.rules import Currency, Forms, Rules, Signs

_HINDI_UNITS: dict[str, Forms] = {
    "km": ("किलोमीटर",),
    "किमी": ("किलोमीटर",),
    "m": ("मीटर",),
    "cm": ("सेंटीमीटर",),
    "kg": ("किलोग्राम",),
    "किग्रा": ("किलोग्राम",),
    "g": ("ग्राम",),
    "km/h": ("किलोमीटर प्रति घंटा",),
    "°C": ("डिग्री सेल्सियस",),
    "°": ("डिग्री",),
}
_JAPANESE_UNITS: dict[str, Forms] = {
    "km": ("キロメートル",),
    "m": ("メートル",),
    "cm": ("センチメートル",),
    "mm": ("ミリメートル",),
    "kg": ("キログラム",),
    "g": ("グラム",),
    "℃": ("度",),
    "°C": ("度",),
    "L": ("リットル",),
}
_CHINESE_UNITS: dict[str, Forms] = {
    "km": ("公里",),
    "m": ("米",),
    "cm": ("厘米",),
    "mm": ("毫米",),
    "kg": ("公斤",),
    "g": ("克",),
    "℃": ("摄氏度",),
    "°C": ("摄氏度",),
    "km/h": ("公里每小时",),
}

HINDI = Rules(
    language="hi",
    cardinal=cardinal_in("hi"),
    decimal=".",
    thousands=",",
    counts_lakhs=True,
    point="दशमलव",
    minus="ऋण",
    percent="प्रतिशत",
    signs=Signs(
        at="ऐट",
        dot="डॉट",
        slash="स्लैश",
        dash="डैश",
        underscore="अंडरस्कोर",
        colon="कोलन",
        hashtag="हैशटैग",
        ampersand="और",
        plus="प्लस",
        equals="बराबर",
        number="नंबर",
        question="प्रश्नचिह्न",
    ),
    currencies={
        "₹": Currency(("रुपया", "रुपये"), ("पैसा", "पैसे")),
        "रु.": Currency(("रुपया", "रुपये"), ("पैसा", "पैसे")),
        "$": Currency(("डॉलर",), ("सेंट",)),
        "€": Currency(("यूरो",), ("सेंट",)),
    },
    money_joint=" और ",
    scales=("लाख", "करोड़", "अरब", "हज़ार"),
    units=_HINDI_UNITS,
    abbreviations={"डॉ.": "डॉक्टर", "श्री.": "श्री", "प्रो.": "प्रोफ़ेसर"},
    months=tuple(
        ["जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"]
    ),
    date="{day} {month} {year}",
    time="{hour} बजकर {minute} मिनट",
    whole_hour="{hour} बजे",
    to="से",
)

JAPANESE = Rules(
    language="ja",
    cardinal=cardinal_in("ja"),
    decimal=".",
    thousands=",",
    point="点",
    minus="マイナス",
    percent="パーセント",
    signs=Signs(
        at="アットマーク",
        dot="ドット",
        slash="スラッシュ",
        ampersand="アンド",
        plus="プラス",
        equals="イコール",
    ),
    currencies={
        "¥": Currency(("円",)),
        "￥": Currency(("円",)),
        "$": Currency(("ドル",)),
        "€": Currency(("ユーロ",)),
    },
    scales=("万", "億", "兆"),
    scale_link="",
    units=_JAPANESE_UNITS,
    months=tuple(
        ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"]
    ),
    date="{year}年{month}{day}日",
    time="{hour}時{minute}分",
    whole_hour="{hour}時",
    to="から",
    space="",
)

CHINESE = Rules(
    language="zh",
    cardinal=cardinal_in("zh"),
    decimal=".",
    thousands=",",
    point="点",
    minus="负",
    signs=Signs(at="艾特", dot="点", slash="斜杠", ampersand="和", plus="加", equals="等于"),
    currencies={
        "¥": Currency(("元",)),
        "￥": Currency(("元",)),
        "$": Currency(("美元",)),
        "€": Currency(("欧元",)),
    },
    scales=("万", "亿"),
    scale_link="",
    units=_CHINESE_UNITS,
    months=tuple(
        ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"]
    ),
    date="{year}年{month}{day}日",
    time="{hour}点{minute}分",
    whole_hour="{hour}点",
    to="到",
    space="",
)

KOREAN = Rules(
    language="ko",
    cardinal=cardinal_in("ko"),
    decimal=".",
    thousands=",",
    point="점",
    minus="마이너스",
    percent="퍼센트",
    signs=Signs(at="골뱅이", dot="점", slash="슬래시", ampersand="앤드", plus="플러스", equals="는"),
    currencies={"₩": Currency(("원",)), "$": Currency(("달러",)), "€": Currency(("유로",))},
    to="에서",
)

RULES = {rules.language: rules for rules in (HINDI, JAPANESE, CHINESE, KOREAN)}
