package api

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

type totalWire struct {
	Metric   programme.Metric      `json:"metric"`
	Unit     programme.BenefitUnit `json:"unit"`
	Claimed  float64               `json:"claimed"`
	Checked  float64               `json:"checked"`
	Verified float64               `json:"verified"`
	Sum      float64               `json:"sum"`
	PerYear  float64               `json:"per_year"`
	Entries  int                   `json:"entries"`
	Demo     int                   `json:"demo"`
}

type partWire struct {
	Key    string      `json:"key"`
	Label  words       `json:"label"`
	Totals []totalWire `json:"totals"`
}

type predictionWire struct {
	Synergies int         `json:"synergies"`
	Tonnes    *float64    `json:"mass_t"`
	Benefit   *geo.Lira   `json:"benefit_try"`
	CO2e      *geo.KgCO2e `json:"co2e_kg"`
}

type ledgerWire struct {
	Totals     []totalWire    `json:"totals"`
	Programmes []partWire     `json:"programmes"`
	Zones      []partWire     `json:"zones"`
	Sectors    []partWire     `json:"sectors"`
	Years      []partWire     `json:"years"`
	Predicted  predictionWire `json:"predicted"`
	Entries    []benefitWire  `json:"entries"`
}

func wireTotals(ts []programme.Total) []totalWire {
	out := make([]totalWire, len(ts))
	for i, t := range ts {
		out[i] = totalWire{t.Metric, t.Unit, t.Claimed, t.Checked, t.Verified, t.Sum(), t.PerYear, t.Entries, t.Demo}
	}
	return out
}

func wireParts(ps []programme.Part, label func(key string) words) []partWire {
	out := make([]partWire, len(ps))
	for i, p := range ps {
		out[i] = partWire{p.Key, label(p.Key), wireTotals(p.Totals)}
	}
	return out
}

func (s *server) wireLedger(c *fiber.Ctx, l programme.Ledger) (ledgerWire, error) {
	programmes, err := s.x.Programmes(c.UserContext())
	if err != nil {
		return ledgerWire{}, err
	}
	zones, err := s.x.Zones(c.UserContext())
	if err != nil {
		return ledgerWire{}, err
	}
	names := map[string]words{}
	for _, p := range programmes {
		names["p"+strconv.FormatInt(p.ID, 10)] = words{p.NameTR, p.NameEN}
	}
	for _, z := range zones {
		names["z"+strconv.FormatInt(z.ID, 10)] = words{z.Name, z.NameEN}
	}
	names["z"] = words{"Bölge dışı", "Outside every zone"}
	w := ledgerWire{Totals: wireTotals(l.Totals), Entries: make([]benefitWire, len(l.Entries)),
		Predicted:  predictionWire{l.Predicted.Synergies, l.Predicted.Tonnes, l.Predicted.Benefit, l.Predicted.CO2e},
		Programmes: wireParts(l.Programmes, func(key string) words { return names["p"+key] }),
		Zones:      wireParts(l.Zones, func(key string) words { return names["z"+key] }),
		Sectors: wireParts(l.Sectors, func(key string) words {
			d := s.x.Division(key)
			return words{d.NameTR, d.NameEN}
		}),
		Years: wireParts(l.Years, func(key string) words { return words{key, key} })}
	for i, b := range l.Entries {
		w.Entries[i] = wireBenefit(b)
	}
	return w, nil
}
