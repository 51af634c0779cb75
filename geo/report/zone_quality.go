package report

import (
	"fmt"

	"simbiyoz/geo/paper"
)

// quality tells how much of the zone is known, how completely and how lately.
func (z Zone) quality() paper.Table {
	c := z.Flows.Coverage
	t := paper.Table{Columns: []paper.Column{{Title: z.Lang.of(words{"Ölçüt", "Measure"}), Share: 1.2}, {Title: z.Lang.of(words{"Durum", "State"}), Share: 1}}}
	add := func(name words, value string) { t.Rows = append(t.Rows, []string{z.Lang.of(name), value}) }
	if c.Withheld {
		add(words{"Kapsam", "Coverage"}, z.Lang.of(words{"gizli: üçten az firma veri girdi", "withheld: fewer than three firms entered data"}))
	} else {
		add(words{"Veri giren firma", "Firms that entered data"}, z.share(c.Posted, c.Firms))
		add(words{"Miktarı belli kaynak", "Resources with a quantity"}, z.share(c.Measured, c.Resources))
		add(words{"Son 12 ayda firmasınca teyit edilen kaynak", "Resources that their firm confirmed within 12 months"}, z.share(c.Confirmed, c.Resources))
		add(words{"Firmanın beyan etmediği, çıkarımla yazılan kaynak", "Resources that nobody declared (inferred)"}, z.share(c.Inferred, c.Resources))
		add(words{"Tanımların eksiksizliği (A en iyi, D en zayıf)", "Completeness of descriptions (A best, D weakest)"},
			fmt.Sprintf("A: %d · B: %d · C: %d · D: %d", c.Graded[0], c.Graded[1], c.Graded[2], c.Graded[3]))
	}
	add(words{"Akışların hesap tarihi", "Flows computed on"}, z.computed())
	add(words{"Yol ağı", "Road network"}, z.network())
	add(words{"Bu raporda gizlenen akış satırı", "Rows of flows withheld in this report"}, fmt.Sprint(z.withheld()))
	return t
}

// share writes a part of a whole with its percentage.
func (z Zone) share(part, whole int) string {
	text := fmt.Sprintf("%s / %s", z.Lang.Number(float64(part)), z.Lang.Number(float64(whole)))
	if whole == 0 {
		return text
	}
	return text + " (" + z.Lang.Percent(float64(part)/float64(whole)) + ")"
}

func (z Zone) computed() string {
	if at := z.Flows.Run.At; !at.IsZero() {
		return z.day(at)
	}
	return z.Lang.of(words{"henüz hesaplanmadı", "not computed yet"})
}

func (z Zone) network() string {
	n := z.Report.Network
	if n.Coarse {
		return z.Lang.of(words{"kaba ağ (genel bilgiden çizilmiş)", "coarse network (drawn from general knowledge)"})
	}
	return n.Name
}

// withheld counts the flows that are kept back, of every kind.
func (z Zone) withheld() (n int) {
	for _, flows := range z.Report.Kinds {
		for _, f := range flows.Each {
			if f.Withheld {
				n++
			}
		}
	}
	return n
}

// uncertainty says how far figures may be off, and which way.
func (z Zone) uncertainty() string {
	text := z.Lang.of(words{"Belirsizlik: Olası akışlar bir üst sınırdır; her eşleşmenin gerçekleştiği varsayılır. Miktarlar firmaların beyanıdır, ölçülmemiştir; varsayılan fiyat kullanılan akışların kazancı kabule dayanır ve fiyatla aynı oranda değişir.",
		"Uncertainty: potential flows are an upper bound, as if every match came about. Quantities are declared by firms, not measured; where default prices stand in, the gain rests on an assumption and changes in proportion to the price."})
	if z.Report.Network.Coarse {
		text += " " + z.Lang.of(words{"Kaba ağda ilçe merkezleri arası karayolu uzunluğunun ortanca hatası %3,3, en büyüğü %10,4’tür (yayımlanmış 45 uzaklıkla karşılaştırma); taşıma bedeli ve taşıma karbonu aynı oranda sapar.",
			"On the coarse network the median error of road lengths between district centres is 3.3%, the largest 10.4% (against 45 published distances); haulage cost and haulage carbon are off by the same share."})
	}
	return text
}
