package exchange

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"simbiyoz/geo"
)

// phrases are what a digest says in one language.
type phrases struct {
	tag     language.Tag
	subject string // alert's name, number
	intro   string // number, alert's name
	pair    string // source's material, sink's material
	zones   string // from, to
	haul    string // km
	about   string // km, km that it may be off
	benefit string // TRY a year, expected
	rest    string // how many more
	end     string // address to unsubscribe
	nowhere string // outside every zone
}

// A digest names no firm: who gives and who takes is told when both accept.
var digestPhrases = map[string]phrases{
	"tr": {language.Turkish, "simbiyoz · %s: %d yeni eşleşme", "“%[2]s” aramanıza uyan %[1]d yeni eşleşme bulundu.",
		"%s → %s", "%s → %s", "karayoluyla %.0f km", "karayoluyla %.0f km, ±%.0f km (kapıdan kapıya)", "beklenen net fayda yılda %.0f TL",
		"… ve %d eşleşme daha: %s", "Bu aramanın e-postalarını durdurmak için: %s", "OSB dışı"},
	"en": {language.English, "simbiyoz · %s: %d new matches", "%[1]d new matches fit your search “%[2]s”.",
		"%s → %s", "%s → %s", "%.0f km by road", "%.0f km by road, ±%.0f km (gate to gate)", "expected net benefit %.0f TRY a year",
		"… and %d more: %s", "To stop the letters of this search: %s", "outside the zones"},
}

// letter writes a digest as a letter.
func (x *Exchange) letter(d geo.Digest) geo.Mail {
	say := digestPhrases[d.Alert.Language]
	p := message.NewPrinter(say.tag)
	var text strings.Builder
	p.Fprintf(&text, say.intro+"\n", d.New, d.Alert.Name)
	for _, m := range d.Matches {
		text.WriteString("\n" + say.match(p, m, d.Alert.Language) + "\n" + fmt.Sprintf("%s/?view=matches&match=%d-%d\n", x.public, m.SourceID, m.SinkID))
	}
	if rest := d.New - len(d.Matches); rest > 0 {
		p.Fprintf(&text, "\n"+say.rest+"\n", rest, x.public+"/?view=alerts")
	}
	stop := x.public + "/unsubscribe/" + d.Alert.Token
	p.Fprintf(&text, "\n"+say.end+"\n", stop)
	return geo.Mail{To: d.Alert.Mail, Subject: p.Sprintf(say.subject, d.Alert.Name, d.New), Text: text.String(), Unsubscribe: stop}
}

// match says one match in two lines.
func (say phrases) match(p *message.Printer, m geo.MatchPair, lang string) string {
	facts := []string{p.Sprintf(say.zones, say.zone(m.Source, lang), say.zone(m.Sink, lang))}
	switch {
	case m.Haul == nil:
	case m.Error > 0:
		facts = append(facts, p.Sprintf(say.about, m.Haul.Road.Length.Km(), m.Error.Km()))
	default:
		facts = append(facts, p.Sprintf(say.haul, m.Haul.Road.Length.Km()))
	}
	if m.Expected != nil {
		facts = append(facts, p.Sprintf(say.benefit, float64(*m.Expected)))
	}
	return p.Sprintf(say.pair, materialName(m.Source, lang), materialName(m.Sink, lang)) + "\n" + strings.Join(facts, " · ")
}

func materialName(p geo.Posting, lang string) string {
	if lang == "tr" {
		return p.Item.NameTR
	}
	return p.Item.NameEN
}

func (say phrases) zone(p geo.Posting, lang string) string {
	switch {
	case p.Zone.ID == 0:
		return say.nowhere
	case lang == "en":
		return p.Zone.NameEN
	}
	return p.Zone.Name
}
