package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// Zone is the report of a zone, or of all of them.
type Zone struct {
	Source // of the potential flows
	Report exchange.ZoneReport
	Made   time.Time
	Full   bool // whoever reads it may see what is shielded
}

// way is which way a flow goes as seen from the zone.
type way int

const (
	in way = iota
	out
	within
	all
)

var ways = [...]words{{"giren", "in"}, {"çıkan", "out"}, {"bölge içinde", "within the zone"}, {"bölgelerin hepsi", "all zones"}}

// sum is what moves one way in a unit.
type sum struct {
	way  way
	flow geo.Flow
}

// sums are the totals of a kind, by unit and way.
func (z Zone) sums(kind geo.FlowKind) []sum {
	var found []sum
	for _, f := range z.Report.Kinds[kind].Flows {
		switch {
		case f.From == geo.AnyEnd && f.To == geo.AnyEnd:
			found = append(found, sum{all, f})
		case z.region():
		case f.From == geo.AnyEnd:
			found = append(found, sum{in, f})
		case f.To == geo.AnyEnd:
			found = append(found, sum{out, f})
		case f.Within():
			found = append(found, sum{within, f})
		}
	}
	slices.SortStableFunc(found, func(a, b sum) int {
		return cmp.Or(cmp.Compare(slices.Index(geo.Units, a.flow.Unit), slices.Index(geo.Units, b.flow.Unit)), cmp.Compare(a.way, b.way))
	})
	return found
}

func (z Zone) region() bool { return z.Flows.Zone.ID == 0 }

// total is what is known of a kind's sums in a unit, and whether some of it is
// withheld.
func (z Zone) total(kind geo.FlowKind, unit geo.Unit) (geo.Flow, bool) {
	var t geo.Flow
	withheld := false
	for _, s := range z.sums(kind) {
		if s.flow.Unit != unit && unit != "" {
			continue
		}
		withheld = withheld || s.flow.Withheld
		t.Quantity = t.Quantity.Plus(s.flow.Quantity)
		t.TonneKm += s.flow.TonneKm
		t.Cost += s.flow.Cost
		t.CO2e += s.flow.CO2e
		t.Benefit += s.flow.Benefit
		t.Avoided += s.flow.Avoided
	}
	return t, withheld
}

// left adds up what finds no taker, in tonnes, and tells whether some of it is
// withheld.
func (z Zone) left(role geo.Role) (t float64, withheld bool) {
	for _, b := range z.Flows.Balances {
		if b.Role == role && b.Unit == geo.UnitTonne {
			t += b.Left
			withheld = withheld || b.Withheld
		}
	}
	return t, withheld
}

// each are the flows of a kind that are told, the largest first; those in
// other units than tonnes follow.
func (z Zone) each(kind geo.FlowKind) []geo.Flow {
	var told []geo.Flow
	for _, f := range z.Report.Kinds[kind].Each {
		if f.From != geo.AnyEnd && f.To != geo.AnyEnd && !f.Withheld {
			told = append(told, f)
		}
	}
	slices.SortStableFunc(told, func(a, b geo.Flow) int {
		return cmp.Or(cmp.Compare(slices.Index(geo.Units, a.Unit), slices.Index(geo.Units, b.Unit)), cmp.Compare(b.Quantity[z.Month], a.Quantity[z.Month]))
	})
	return told
}

// unmatched is what finds no partner, by unit, the most first.
func (z Zone) unmatched() []geo.Balance {
	var left []geo.Balance
	for _, b := range z.Flows.Balances {
		if b.Left > 0 && !b.Withheld {
			left = append(left, b)
		}
	}
	slices.SortStableFunc(left, func(a, b geo.Balance) int {
		return cmp.Or(cmp.Compare(slices.Index(geo.Units, a.Unit), slices.Index(geo.Units, b.Unit)), cmp.Compare(b.Left, a.Left))
	})
	return left
}

// title is what the report is of.
func (z Zone) title() string {
	if z.region() {
		return z.Lang.of(words{"Bütün bölgelerin akış raporu", "Report of the flows of all zones"})
	}
	return fmt.Sprintf(z.Lang.of(words{"%s · Endüstriyel simbiyoz raporu", "%s · Industrial symbiosis report"}), z.zone(z.Flows.Zone.Code))
}

func (z Zone) subtitle() string {
	text := z.Lang.Period(z.Month) + " · " + z.day(z.Made)
	if d := z.Flows.Zone.District; d != "" {
		text = d + " · " + text
	}
	return text
}

func (z Zone) day(t time.Time) string {
	month := months[t.Month()-1]
	if z.Lang == English {
		return fmt.Sprintf("%d %s %d", t.Day(), month.en, t.Year())
	}
	first, size := utf8.DecodeRuneInString(month.tr)
	return fmt.Sprintf("%d %s %d", t.Day(), string(unicode.TurkishCase.ToUpper(first))+month.tr[size:], t.Year())
}

// method says how the figures come about.
func (z Zone) method() []string {
	n := z.Report.Network
	return []string{
		z.Lang.of(words{"Olası: eşleşmeler beklenen net kazanca göre sıralanır; en iyisinden başlanarak her miktar bir kez dağıtılır. Gerçekleşmiş sayılmaz. Anlaşılan: uygulanan ya da tamamlanan sinerjilerin yıllık miktarı. Kanıtlanan: kanıtı görülüp doğrulanmış kazanımlar. Üç tür birbirine eklenmez.",
			"Potential: matches are ranked by expected net gain; each quantity is given away once, the best match first. It has not happened. Agreed: the yearly quantity of synergies that are being carried out or completed. Evidenced: benefits verified against evidence. The three kinds are never added up."}),
		fmt.Sprintf(z.Lang.of(words{"Taşıma: tesisten tesise karayolu, “%s” ağı (%s); boş dönüş dâhildir. Net kazanç ve net önlenen karbon, taşıma düşüldükten sonradır. Miktarlar dönemin, para, karbon ve t·km bütün yılındır.",
			"Haulage: by road from site to site, on the network “%s” (%s); empty returns are included. Net gain and carbon avoided are after haulage. Quantities are of the period; money, carbon and t·km are of the whole year."}), n.Name, n.Version),
		fmt.Sprintf(z.Lang.of(words{"Fiyatlar: firmaların beyanı, yoksa %s tarihli varsayılanlar; varsayılanlar kabuldür. Salım katsayıları: %s. Fiyatı ya da katsayısı bilinmeyen akışlar para ve karbon toplamına girmez.",
			"Prices: as firms declared, else defaults dated %s, which are assumptions. Emission factors: %s. Flows with no known price or factor are not in the sums of money and carbon."}), geo.PricesDated, geo.EmissionSource),
		z.uncertainty(),
		z.Lang.of(words{"Gizlilik: arkasında üçten az firma olan rakamlar ve onlardan çıkarılabilecek olanlar gizlenir; gizlenenler toplamlara katılmadığında toplamın önünde “≥” vardır.",
			"Privacy: figures that fewer than three firms stand behind, and those they could be told from, are withheld; where a sum lacks them it is marked “≥”."}),
		z.Lang.of(words{"Bu rapor, Yeşil OSB belgelendirmesinde endüstriyel simbiyoz çalışmalarının kaydı olarak başvuru dosyasına eklenebilir; belgelendirme ölçütlerinin ve kanıt belgelerinin yerine geçmez.",
			"This report can be added to a Green OIZ certification file as the record of work on industrial symbiosis; it replaces neither the criteria of certification nor the evidence itself."}),
	}
}

// invented warns of invented firms; empty where there are none.
func (z Zone) invented() string {
	if !z.Report.Demo {
		return ""
	}
	return z.Lang.of(words{"Deneme verisi: bu rapordaki bütün deneme firmaları kurgudur; rakamlar gerçek bir bölgeyi anlatmaz.", "Demo data: all demo firms of this report are invented; its figures describe no real zone."})
}
