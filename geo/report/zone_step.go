package report

import (
	"fmt"

	"simbiyoz/geo"
)

// stepOf says what can be done about each kind of miss; %d is of how many
// materials.
var stepOf = []struct {
	why  string
	text words
}{
	{geo.MissUnknown, words{"%d malzemede miktar girilmemiş: firmalardan yıllık miktarı isteyin.", "%d materials have no quantity: ask the firms for it."}},
	{geo.MissUnit, words{"%d malzemede iki taraf farklı birimle saymış: birimi eşitleyin ya da yoğunluğu girin.", "%d materials are counted in different units by the two sides: agree on one, or enter the density."}},
	{geo.MissNone, words{"%d malzemenin karşı tarafı kayıtlı değil: çalıştaya çağırın, alıcı arayın ya da bölgede işleme tesisini değerlendirin.", "%d materials have nobody on the other side: invite them to a workshop, look for takers, or weigh a treatment plant in the zone."}},
	{geo.MissLoss, words{"%d malzemede taşıma kazancı aşıyor: ortak toplama turu, dönüş yükü ya da yerinde ön işlem (susuzlaştırma, balyalama) deneyin.", "%d materials lose by their haul: try shared rounds, back-hauls, or pre-treatment on site (dewatering, baling)."}},
	{geo.MissBlocked, words{"%d malzemede bir engel var (mevsim, parti, bileşim, mevzuat): nedeni tabloda yazar.", "%d materials are held up (season, lot, composition, law): the table says by what."}},
	{geo.MissTaken, words{"%d malzemede karşı tarafın miktarı yetmiyor: aynı malzemeyi alan ya da veren başka firma arayın.", "%d materials need more of the other side: look for other firms that take or give them."}},
}

// steps says what can be done about what finds no partner, and about data that
// nobody confirmed.
func (z Zone) steps() []string {
	count := map[string]int{}
	for _, b := range z.unmatched() {
		if b.Miss != nil {
			count[b.Miss.Why]++
		}
	}
	var out []string
	for _, s := range stepOf {
		if n := count[s.why]; n > 0 {
			out = append(out, fmt.Sprintf(z.Lang.of(s.text), n))
		}
	}
	if c := z.Flows.Coverage; !c.Withheld && c.Confirmed < c.Resources {
		out = append(out, fmt.Sprintf(z.Lang.of(words{"%d kaynak 12 aydır teyit edilmedi: firmalardan güncel olduğunu sorun.", "%d resources have not been confirmed for 12 months: ask the firms whether they still hold."}), c.Resources-c.Confirmed))
	}
	return out
}
