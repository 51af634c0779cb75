package api

import (
	"math"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type circuityWire struct {
	Network networkWire        `json:"network"`
	Low     float64            `json:"ratio_p10"`
	Median  float64            `json:"ratio_median"`
	High    float64            `json:"ratio_p90"`
	Ways    int                `json:"ways"`
	Bins    []binWire          `json:"histogram"`
	Lists   listsWire          `json:"lists"`
	Pairs   []pairCircuityWire `json:"pairs"`
}

type binWire struct {
	From float64  `json:"from"`
	To   *float64 `json:"to"` // null: all above
	Ways int      `json:"ways"`
}

type listsWire struct {
	Of      int  `json:"of"`
	Part    bool `json:"part"`
	First   int  `json:"first_differs"`
	Order   int  `json:"order_differs"`
	Members int  `json:"members_differ"`
	Longer  int  `json:"of_longer_than_ten"`
}

type pairCircuityWire struct {
	From  string     `json:"from"`
	To    string     `json:"to"`
	Crow  geo.Metres `json:"crow_m"`
	Road  geo.Metres `json:"road_m"`
	Ratio float64    `json:"ratio"`
}

var circuityColumns = []string{"from", "to", "crow_m", "road_m", "ratio"}

// circuity tells how roads compare with straight lines between zones, and in
// how many top tens the road changes the list; as a table, every pair.
func (s *server) circuity(c *fiber.Ctx) error {
	q := query{c: c}
	zone, format, limit := q.text("zone"), q.text("format"), q.integer("limit", 100, 1, 1000)
	if err := q.errs.Err(); err != nil {
		return err
	}
	found, err := s.x.RecentCircuity(c.UserContext())
	if err != nil {
		return err
	}
	pairs := found.Of(zone)
	if format != "" && format != "json" {
		return circuityTable(c, format, pairs)
	}
	return c.JSON(wireCircuity(found, pairs[:min(limit, len(pairs))], s.network()))
}

func circuityTable(c *fiber.Ctx, format string, pairs []exchange.PairCircuity) error {
	return sendTable(c, format, "circuity", circuityColumns, func(yield func([]any, error) bool) {
		for _, p := range pairs {
			if !yield([]any{p.From, p.To, float64(p.Crow), float64(p.Road), p.Ratio}, nil) {
				return
			}
		}
	})
}

func wireCircuity(c exchange.Circuity, pairs []exchange.PairCircuity, network networkWire) circuityWire {
	w := circuityWire{Network: network, Low: c.Low, Median: c.Median, High: c.High, Ways: len(c.Pairs), Lists: listsWire(c.Lists),
		Pairs: make([]pairCircuityWire, len(pairs))}
	for i, p := range pairs {
		w.Pairs[i] = pairCircuityWire(p)
	}
	for _, b := range c.Histogram() {
		bin := binWire{From: twoPlaces(b.From), Ways: b.Ways}
		if !math.IsInf(b.To, 1) {
			to := twoPlaces(b.To)
			bin.To = &to
		}
		w.Bins = append(w.Bins, bin)
	}
	return w
}

func twoPlaces(v float64) float64 { return math.Round(v*100) / 100 }
