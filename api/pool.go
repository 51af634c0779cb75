package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type savingWire struct {
	Length geo.Metres  `json:"saved_m"`
	Time   geo.Seconds `json:"saved_s"`
	Cost   geo.Lira    `json:"saved_try"`
	CO2e   geo.KgCO2e  `json:"saved_kg_co2e"`
}

// pooledMoveWire is one load of a round or back-haul.
type pooledMoveWire struct {
	Source   int64      `json:"source_id"`
	Sink     int64      `json:"sink_id"`
	Material string     `json:"material"`
	Name     words      `json:"name"`
	Mass     geo.Tonnes `json:"mass_t"`
	From     string     `json:"from"`
	To       string     `json:"to"`
	At       geo.Point  `json:"at"`
	Goal     geo.Point  `json:"goal"`
}

type backhaulWire struct {
	A       pooledMoveWire `json:"a"`
	B       pooledMoveWire `json:"b"`
	Rounds  int            `json:"rounds"`
	Vehicle string         `json:"vehicle"`
	savingWire
}

type roundWire struct {
	Moves   []pooledMoveWire `json:"moves"`
	Mass    geo.Tonnes       `json:"mass_t"`
	Visits  int              `json:"visits"`
	Vehicle string           `json:"vehicle"`
	savingWire
}

type pooledWire struct {
	Kind      geo.FlowKind   `json:"kind"`
	Moves     int            `json:"moves"`
	Beyond    bool           `json:"beyond"`
	Saved     savingWire     `json:"saved"`
	Backhauls []backhaulWire `json:"backhauls"`
	Rounds    []roundWire    `json:"rounds"`
}

// pooling answers which hauls could be driven together, as JSON or a table.
func (s *server) pooling(c *fiber.Ctx) error {
	q := query{c: c}
	r := exchange.PoolRequest{Kind: geo.FlowKind(q.text("kind")), Material: q.text("material"), Zone: q.text("zone"), Visits: q.integer("visits", 12, 1, 366)}
	if r.Kind == "" {
		r.Kind = geo.Potential
	}
	format, lang := q.text("format"), q.lang()
	if err := q.errs.Err(); err != nil {
		return err
	}
	p, err := s.x.Pool(c.UserContext(), r)
	if err != nil {
		return err
	}
	w := s.wirePooled(r.Kind, p)
	if format != "" && format != "json" {
		return poolTable(c, format, lang, w)
	}
	return c.JSON(w)
}

func (s *server) wirePooled(kind geo.FlowKind, p exchange.Pooled) pooledWire {
	w := pooledWire{Kind: kind, Moves: len(p.Moves), Beyond: p.Beyond, Saved: savingWire(p.Saved), Backhauls: make([]backhaulWire, len(p.Backhauls)), Rounds: make([]roundWire, len(p.Rounds))}
	move := func(i int) pooledMoveWire {
		m := p.Moves[i]
		return pooledMoveWire{m.SourceID, m.SinkID, m.Material, s.materialName(m.Material), m.Mass, m.FromZone, m.ToZone, m.From, m.To}
	}
	for i, b := range p.Backhauls {
		w.Backhauls[i] = backhaulWire{move(b.A), move(b.B), b.Rounds, b.Vehicle, savingWire(b.Saving)}
	}
	for i, r := range p.Rounds {
		w.Rounds[i] = roundWire{Moves: make([]pooledMoveWire, len(r.Moves)), Mass: r.Mass, Visits: r.Visits, Vehicle: r.Vehicle, savingWire: savingWire(r.Saving)}
		for k, one := range r.Moves {
			w.Rounds[i].Moves[k] = move(one)
		}
	}
	return w
}

var poolColumns = []string{"kind", "no", "stop", "source_id", "sink_id", "material", "name", "from", "to", "mass_t", "rounds", "vehicle", "saved_m", "saved_s", "saved_try", "saved_kg_co2e"}

// poolTable sends what is pooled, a row for each load; what is saved stands
// with the first of each.
func poolTable(c *fiber.Ctx, format, lang string, w pooledWire) error {
	return sendTable(c, format, "pooling", poolColumns, func(yield func([]any, error) bool) {
		no := 0
		write := func(kind string, loads []pooledMoveWire, rounds int, vehicle string, saved savingWire) bool {
			no++
			for i, m := range loads {
				row := []any{kind, float64(no), float64(i + 1), m.Source, m.Sink, m.Material, m.Name.of(lang), m.From, m.To, float64(m.Mass), float64(rounds), vehicle}
				if i == 0 {
					row = append(row, float64(saved.Length), float64(saved.Time), float64(saved.Cost), float64(saved.CO2e))
				} else {
					row = append(row, nil, nil, nil, nil)
				}
				if !yield(row, nil) {
					return false
				}
			}
			return true
		}
		for _, b := range w.Backhauls {
			if !write("backhaul", []pooledMoveWire{b.A, b.B}, b.Rounds, b.Vehicle, b.savingWire) {
				return
			}
		}
		for _, r := range w.Rounds {
			if !write("round", r.Moves, r.Visits, r.Vehicle, r.savingWire) {
				return
			}
		}
	})
}
