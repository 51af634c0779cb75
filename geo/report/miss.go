package report

import (
	"fmt"

	"simbiyoz/geo"
)

var misses = map[string]words{
	geo.MissNone:    {"Bu malzemeyi alan ya da veren kimse kayıtlı değil.", "Nobody on record takes, or has, this material."},
	geo.MissTaken:   {"Uygun tarafın miktarı daha iyi konumdaki bir firmayla eşleşti.", "The partner's quantity is matched with a better placed firm."},
	geo.MissLoss:    {"Taşıma bedeli kazançtan fazla.", "The haul costs more than is gained."},
	geo.MissBlocked: {"Bir engel var.", "Something forbids it."},
	geo.MissUnfit:   {"Taraflar uygun bulmadı.", "The parties found it unfit."},
	geo.MissUnknown: {"Miktar girilmemiş.", "No quantity has been given."},
	geo.MissUnit:    {"İki taraf farklı birimle saymış.", "The two sides count in different units."},
}

var blocks = map[string]words{
	"no_road":            {"Arada karayolu yok.", "No road leads there."},
	"dock_too_small":     {"Rampaya uygun araç yok.", "No vehicle fits the dock."},
	"pipe_too_far":       {"Boru hattı için fazla uzak.", "Too far for a pipe."},
	"limit_broken":       {"Bileşim, alıcının sınırını aşıyor.", "Its composition is beyond the partner's limit."},
	"season_apart":       {"Mevsimleri örtüşmüyor.", "Their seasons do not meet."},
	"dates_apart":        {"Tarihleri örtüşmüyor.", "Their dates do not meet."},
	"below_min_lot":      {"En küçük partinin altında kalıyor.", "It is below the least lot."},
	"by_product_refused": {"Yan ürün koşullarını (Atık Yönetimi Yönetmeliği, m. 19) sağlamıyor.", "It does not meet the conditions for by-products."},
}

// Why says in a sentence why something finds no partner.
func (l Lang) Why(m geo.Miss) string {
	switch m.Why {
	case geo.MissBlocked:
		if w, known := blocks[m.Detail]; known {
			return l.of(w)
		}
	case geo.MissLoss:
		return fmt.Sprintf(l.of(words{"Taşıma bedeli kazançtan fazla: birim başına %s TL zarar.", "The haul costs more than is gained: a loss of TRY %s a unit."}), l.Number(m.Loss))
	}
	return l.of(misses[m.Why])
}
