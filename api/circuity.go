package api

import (
	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

type circuityWire struct {
	Network networkWire        `json:"network"`
	Low     float64            `json:"ratio_p10"`
	Median  float64            `json:"ratio_median"`
	High    float64            `json:"ratio_p90"`
	Lists   listsWire          `json:"lists"`
	Pairs   []pairCircuityWire `json:"pairs"`
}

type listsWire struct {
	Of      int `json:"of"`
	First   int `json:"first_differs"`
	Order   int `json:"order_differs"`
	Members int `json:"members_differ"`
	Longer  int `json:"of_longer_than_ten"`
}

type pairCircuityWire struct {
	From  string     `json:"from"`
	To    string     `json:"to"`
	Crow  geo.Metres `json:"crow_m"`
	Road  geo.Metres `json:"road_m"`
	Ratio float64    `json:"ratio"`
}

// circuity tells how roads compare with straight lines between zones, and in
// how many top tens the road changes the list.
func (s *server) circuity(c *fiber.Ctx) error {
	found, err := s.x.Circuity(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(wireCircuity(found, s.network()))
}

func wireCircuity(c exchange.Circuity, network networkWire) circuityWire {
	w := circuityWire{Network: network, Low: c.Low, Median: c.Median, High: c.High, Lists: listsWire(c.Lists), Pairs: make([]pairCircuityWire, len(c.Pairs))}
	for i, p := range c.Pairs {
		w.Pairs[i] = pairCircuityWire(p)
	}
	return w
}
