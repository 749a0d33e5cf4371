"""What mail programs write around a quoted mail, in the languages they speak."""

import re


def _any(*words: str) -> str:
    return "|".join(words)


WROTE = _any(
    r"\bwrote|\bwrites|写道|寫道|写到|schrieb|schreef|volgende geschreven|(?:a )?écrit|a ecrit",
    r"ha scritto|escribió|escribio|escreveu|skrev|kirjoitti|napisała?(?:\(a\))?",
    r"napsala?(?:\(a\))?|написала?(?:\(а\))?|написав|пишет|пише|yazdı",
    "tarihinde şunu yazdı|írta|έγραψε|a scris|đã viết|さんは書きました|님이 작성",
)
STARTS = _any(
    "On|At|Le|Am|Den|El|Em|Il|Op|Dnia|Dne|W dniu|В|На|Vào|Pe|Στις|Il giorno|Ngày|På",
    "Kl",
)
ORIGINAL = _any(
    "original message|original email|original mail|reply message|forwarded message",
    "原始邮件|原始郵件|原邮件|原始信件|原始訊息|回复的原邮件|转发邮件|转发的邮件|轉寄郵件|邮件原件",
    "ursprüngliche nachricht",
    "originalnachricht|original-nachricht|weitergeleitete nachricht|message d'origine",
    "message d’origine|message original|message transféré|mensaje original",
    "mensaje reenviado|messaggio originale|messaggio inoltrato|mensagem original",
    "mensagem encaminhada|oorspronkelijk bericht|doorgestuurd bericht",
    "исходное сообщение|пересылаемое сообщение|opprinnelig melding",
    "ursprungligt meddelande|oprindelig meddelelse|oprindelig besked",
    "wiadomość oryginalna|元のメッセージ|alkuperäinen viesti|původní zpráva|원본 메시지",
)
FROM = _any(
    "from|发件人|寄件者|寄件人|發件人|差出人|보낸 사람|von|de|da|van|från|fra|od|от|від",
    "lähettäjä|kimden|feladó|expéditeur|mittente|remitente",
)
SUBJECT = _any(
    r"subject|主\s?题|主旨|主題|標題|标题|件名|제목|betreff|objet|sujet|asunto|assunto|oggetto",
    "onderwerp|ämne|emne|temat|тема|aihe|předmět|konu",
)
OTHER_HEADERS = _any(
    "sent|date|to|cc|bcc|reply-to|importance|attachments|发送时间|发送日期|发送至|日期|时间|寄件日期",
    r"傳送時間|傳送日期|發送時間|收件人|收件者|抄\s?送|副本|回复|答复|送信日時|日時|宛先",
    "보낸 날짜|받는 사람|참조|gesendet|datum|an|antwort an|envoyé|à|a|inviato|data",
    "risposta|enviado|enviada em|fecha|para",
    "verzonden|aan|skickat|till|kopia|sendt|dato|til|wysłano|do|dw|отправлено|дата",
    "кому|копия|надіслано|lähetetty|vastaanottaja|odesláno|komu|gönderilen|kime|tarih",
    "répondre à|copie à|message du",
)
EXCUSE = r"(?:[.,;!]?\s*(?:please\s+)?(?:excuse|pardon|forgive|sorry)\b.{0,60})?"
SENT_FROM = _any(
    r"sent\s+(?:from|via|with)\s+(?:(?:my|a|an|the)\s+)?\[?[^\s,.!?]+(?:\s+[^\s,.!?]+){0,6}"
    + rf"{EXCUSE}[.)\]>]*",
    r"(?<=[<(\[])sent\s+by\s+.{1,40}",
    r"from\s+my\s+(?:iphone|ipad|android|mobile|phone|blackberry)\b.{0,20}",
    r"\w+\s+from\s+mobile",
    r"(?:envoyé|envoye)\s+(?:depuis|de|avec|à partir)\b.{1,60}",
    r"von\s+mein\w*\s.{1,60}\sgesendet",
    r"gesendet\s+(?:von|mit)\b.{1,60}",
    r"diese\s+nachricht\s+wurde\s+von\s+mein\w*\s.{1,80}\sgesendet\.?",
    r"(?:enviado|enviada)\s+(?:desde|do|de|a partir|con|com)\b.{1,60}",
    r"inviato\s+(?:da|dal|con)\b.{1,60}",
    r"(?:verzonden|verstuurd)\s+(?:vanaf|met|via|van)\b.{1,60}",
    r"(?:sendt|skickat|skickades)\s+(?:fra|från|via|med)\b.{1,60}",
    r"wysłan[eoay]\s+(?:z|przy)\b.{1,60}",
    r"отправлено\s+(?:с|из)\b.{1,60}",
    r"lähetetty\s.{1,60}",
    r"(?:发自|發自)\s*(?:我的|于|網|网|[A-Za-z]).{1,40}",
    r"(?:从|從|由)\s*(?:我的\s?[A-Za-z0-9 ]{2,30}|我的.{0,10}(?:手[机機]|平板|设备)"
    r"|.{0,20}版.{0,9})上?(?:发送|傳送|寄出|发出)。?",
    r"(?:来自|來自)我的(?:\s?[A-Za-z0-9 ]{2,30}|.{0,10}(?:手[机機]|平板|设备))",
    r"(?:获取|下载|取得)\s*\[?outlook\s+for\b.{0,80}",
    r"签名由.{0,20}定制.{0,10}",
    r"(?:iPhone|iPad)から送信",
    r"나의\s.{1,20}에서 보냄",
    r"get\s+\[?outlook\s+for\b.{0,120}",
    r"download\s+\[?outlook\s+for\b.{0,120}",
)

# The possessive repeats (*+) keep long rows of signs from being tried in every way.
MARKED = re.compile(
    rf"^[\s*]*+[-_=]{{2,}}+[\s*]*+(?:{ORIGINAL})[\s*:：]*+[-_=]*+[\s*]*+$", re.IGNORECASE
)
BEGIN_FORWARDED = re.compile(
    r"^\s*(?:begin forwarded message|anfang der weitergeleiteten nachricht|开始转发的邮件"
    r"|début du message réexpédié|inizio messaggio inoltrato|inicio del mensaje reenviado"
    r"|下面是被转发的邮件|以下是转寄的邮件)\s*[:：]?\s*$",
    re.I,
)
RULED_WROTE = re.compile(
    rf"^\s*[-*_]{{2,}}+\s*.{{0,300}}(?:{WROTE})\s*[:：]?\s*[-*_]{{2,}}\s*$", re.I
)
# Lines that may end an attribution, asked first because it is quick.
MAY_END = (
    ":",
    "：",
    "-",
    ",",
    ";",
    "wrote",
    "写道",
    "寫道",
    "写到",
    "a écrit",
    "schrieb",
    "escribió",
)
HAS_WROTE = re.compile(WROTE, re.I)
ENDS_WROTE = re.compile(
    rf"(?:{WROTE})(?:\s|&nbsp;)*[:：,]?\s*(?:----*)?$|>\s*[:：]$|\d\s*(?:uhr|h)?\s*[:：]$", re.I
)
BARE_END = re.compile(rf"^>?\s*(?:{WROTE})?\s*[:：]$|^>\s*(?:{WROTE})\s*[:：]?$", re.I)
START = re.compile(rf"^\s*(?:[-*_]+\s*)?(?:(?:{STARTS})\b[^\n]*\d|(?:在|于|於)\s*[\d年])")
START_DATE = re.compile(r"^\s*\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}")
DATE_SENDER = re.compile(
    r"^\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s[^<]{0,100}<[^<>]{0,200}>:?\s*$|\s\d\d?:\d\d\sGMT[+-]\d)"
)
EVIDENCE = re.compile(r"@|\b\d{4}\b|\d{4}年|\d{1,2}[:：.h]\d{2}")
DATED = re.compile(r"\b\d{4}\b.{0,40}\d{1,2}[:.]\d{2}")
ADDRESS = re.compile(r"<[^<>]*@[^<>]*>|mailto:")

DATED_ADDRESS = re.compile(r"(?:\b\d{4}\b|\d{1,2}[:.]\d{2}).{0,200}<[^<>]*@[^<>]*>\s*[:：]\s*$")

HEADER = re.compile(
    rf"^[\s>*_|]{{0,8}}(?:(?P<sender>{FROM})|(?P<subject>{SUBJECT})|(?:{OTHER_HEADERS}))"
    r"[\s*_]{0,4}[:：]",
    re.I,
)
MOBILE = re.compile(rf"^[\s<(\[*_|]{{0,6}}(?:{SENT_FROM})[\s>)\]*_|.]{{0,6}}$", re.I)
LINK = re.compile(r"\s?(?:<https?:[^<>]*>|\]\([^()]*\)|https?://\S+)")
SIGNATURE = re.compile(r"^\s*(?:-{2,3}|—+|–|_{2,}|ᐧ)\s*$")
RULER = re.compile(r"^\s*[-_=*~#+—]{2,}\s*$")
QUOTED = re.compile(r"^\s{0,3}>|^[A-Z][A-Za-z]{0,15}>(?:\s|$)")
BARRED = re.compile(r"^\s{0,3}\|")
FENCE = re.compile(r"^\s*```")
