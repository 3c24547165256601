"""Mails as programs send them, with the words and the name that are their writers' own."""

from __future__ import annotations

from tests.mails import CANARY, FILLED, TAIL, URL, mail, part, several

QUOTED = f"> Dear Ada,\n>\n> thank you.\n> {URL}\n"
HTML = (
    '<html><head><style>p {{color: red}}</style></head><body><div dir="ltr">One <b>word</b>.<br>Line two.<p>Next&nbsp;one: '
    '<a href="https://x.example/">a link</a></p><ul><li>first</li><li>second</li></ul></div>{}</body></html>'
)
WORDS = "One word.\nLine two.\n\nNext one: a link\n\n- first\n- second"
OUTLOOK = (
    '<p class="MsoNormal">Ja, genau.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
    '<div style="border-top:solid #E1E1E1 1.0pt"><div id="divRplyFwdMsg"><p><b>Von:</b> Margaret &lt;hello@example.com&gt;<br>'
    "<b>Gesendet:</b> Sonntag, 29. November 2026<br><b>An:</b> Ada<br><b>Betreff:</b> AW: x</p></div><p>Liebe Ada</p></div>"
)
SHAPES = {
    "the letter filled in": (mail(FILLED.format("It works.", "Ada")), "Ada", "It works."),
    "the name on the line below": (mail(FILLED.format("It works.", "\nAda (Berlin)")), "Ada (Berlin)", "It works."),
    "the letter of an older page": (
        mail(
            f'Dear M,\n\nYes.\n\n(My name as it should stand under my comment: Ada)\n\n---\nA comment on "Hello"\n{URL}\n'
        ),
        "Ada",
        "Yes.",
    ),
    "no name in the line for it": (mail(FILLED.format("It works.", "")), "Ada Lovelace", "It works."),
    "all written below the line for the name": (
        mail(FILLED.format("", "\n\nIt works.\n\nVery well.")),
        "Ada Lovelace",
        "It works.\n\nVery well.",
    ),
    "words below the name": (mail(FILLED.format("Yes.", "Ada\n\nP.S. No.")), "Ada", "Yes.\n\nP.S. No."),
    "a signature below the letter": (
        mail(FILLED.format("Yes.", "Ada") + "\n-- \nDr. A. L.\n+49 30 1\n"),
        "Ada",
        "Yes.",
    ),
    "a signature in the text": (mail(f"Yes.\n\n-- \nAda L.\n\n{TAIL}"), "Ada Lovelace", "Yes."),
    "a quotation with something to say about it": (
        mail(f"> Feedback is a gift.\n\nIs it?\n\n{TAIL}"),
        "Ada Lovelace",
        "> Feedback is a gift.\n\nIs it?",
    ),
    "Gmail": (
        several(
            part(
                f"Yes, I did.\n\nOn Sun, Nov 29, 2026 at 7:50 PM Margaret Smith <hello@example.com>\nwrote:\n\n{QUOTED}"
            ),
            part("<div>no</div>", "text/html; charset=utf-8"),
            kind="alternative",
        ),
        "Ada Lovelace",
        "Yes, I did.",
    ),
    "Gmail in German, the answer below": (
        mail(f"Am So., 29. Nov. 2026 um 19:50 Uhr schrieb Margaret <hello@example.com>:\n\n{QUOTED}\nJa, gern.\n"),
        "Ada Lovelace",
        "Ja, gern.",
    ),
    "Apple Mail": (
        mail(f"Yes.\n\n> On Nov 29, 2026, at 7:50 PM, Margaret <hello@example.com> wrote:\n> \n{QUOTED}"),
        "Ada Lovelace",
        "Yes.",
    ),
    "an iPhone in German": (
        mail(
            f"Ja.\n\nVon meinem iPhone gesendet\n\n> Am 29.11.2026 um 19:50 schrieb Margaret <hello@example.com>:\n{QUOTED}"
        ),
        "Ada Lovelace",
        "Ja.",
    ),
    "Thunderbird in German": (
        mail(
            f"Ja, \ngenau.\n\nAm 29.11.26 um 19:50 schrieb Margaret:\n{QUOTED}",
            "text/plain; charset=UTF-8; format=flowed",
        ),
        "Ada Lovelace",
        "Ja, genau.",
    ),
    "Thunderbird, between the lines": (
        mail(f"On 11/29/26 19:50, Margaret wrote:\n{QUOTED}\nNo.\n> more of it\nYes.\n"),
        "Ada Lovelace",
        "No.\nYes.",
    ),
    "Outlook in plain text": (
        mail("Yes.\n\n-----Original Message-----\nFrom: Margaret\nSent: Sunday\nTo: Ada\nSubject: x\n\nDear Ada\n"),
        "Ada Lovelace",
        "Yes.",
    ),
    "Outlook in German": (
        mail(f"Ja.\n\n{'_' * 32}\nVon: Margaret\nGesendet: Sonntag\nAn: Ada\nBetreff: x\n\nLiebe Ada\n"),
        "Ada Lovelace",
        "Ja.",
    ),
    "Outlook as HTML alone": (mail(OUTLOOK, "text/html; charset=utf-8"), "Ada Lovelace", "Ja, genau."),
    "Outlook on a phone": (
        mail(
            f"Yes.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n{'_' * 32}\nFrom: M <hello@example.com>\nSent: Sunday\nTo: A\n\nDear"
        ),
        "Ada Lovelace",
        "Yes.",
    ),
    "HTML alone": (mail(HTML.format(""), "text/html; charset=utf-8"), "Ada Lovelace", WORDS),
    "HTML alone that quotes": (
        mail(
            HTML.format(
                '<div class="gmail_quote"><div>On Sun, Nov 29, 2026 at 7:50 PM M &lt;h@e.com&gt; wrote:<br></div>'
                '<blockquote class="gmail_quote">old <p>words</p></blockquote></div>'
            ),
            "text/html; charset=utf-8",
        ),
        "Ada Lovelace",
        WORDS,
    ),
    "a file that begins with a mark and an empty line": (b"\xef\xbb\xbf\r\n" + mail("Yes."), "Ada Lovelace", "Yes."),
    "an empty plain text beside HTML": (
        several(part(" \n"), part("<p>Words.</p>", "text/html; charset=utf-8"), kind="alternative"),
        "Ada Lovelace",
        "Words.",
    ),
    "Latin-1 in quoted-printable": (
        mail("Größe ist ein Geschenk.".encode("latin-1"), "text/plain; charset=iso-8859-1", "quoted-printable"),
        "Ada Lovelace",
        "Größe ist ein Geschenk.",
    ),
    "Windows letters without a charset": (
        mail("naïve".encode("cp1252"), "text/plain; charset=unknown-8bit"),
        "Ada Lovelace",
        "naïve",
    ),
    "Base64": (mail("Grüße aus Köln 🌷", encoding="base64"), "Ada Lovelace", "Grüße aus Köln 🌷"),
    "a name in RFC 2047": (
        mail("Yes.", From=f"=?utf-8?q?J=C3=B6rg?= =?utf-8?b?TcO8bGxlcg==?= <{CANARY}>"),
        "JörgMüller",
        "Yes.",
    ),
    "no name": (mail("Yes.", From=CANARY), "Anonymous", "Yes."),
    "an address for a name": (mail("Yes.", From=f'"{CANARY}" <{CANARY}>'), "Anonymous", "Yes."),
    "addresses in the text": (
        mail(f"Write to {CANARY.upper()} or <mailto:bo@x.example> or jörg@köln.example."),
        "Ada Lovelace",
        "Write to [address] or <[address]> or [address]",
    ),
    "lines that the program cut": (
        mail(
            "I read it on the train, and then I read it once more because of the second\nsentence, which is mine.\n\n"
            "- one\n- two\n"
        ),
        "Ada Lovelace",
        "I read it on the train, and then I read it once more because of the second sentence, which is mine.\n\n- one\n- two",
    ),
}
