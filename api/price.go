package api

import (
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// figureWire is a figure as it counts; its numbers are null where it is unknown.
type figureWire struct {
	Of      string      `json:"of"`
	Measure geo.Measure `json:"measure"`
	Low     *float64    `json:"low"`
	Likely  *float64    `json:"likely"`
	High    *float64    `json:"high"`
	From    *string     `json:"from"` // the key that it stands under
	Month   *string     `json:"month"`
	Source  *string     `json:"source"`
	Own     bool        `json:"own"` // entered by the agency, not shipped
}

func wireFigure(p exchange.PriceFigure) figureWire {
	w := figureWire{Of: p.Of, Measure: p.Measure, Own: p.Own}
	if f := p.Figure; f != nil {
		w.Low, w.Likely, w.High = &f.Low, &f.Likely, &f.High
		w.From, w.Month, w.Source = &f.Of, &f.Month, &f.Source
	}
	return w
}

type priceWire struct {
	priceBody
	At    time.Time `json:"at"`
	Actor string    `json:"actor"`
}

func (s *server) prices(c *fiber.Ctx) error {
	q := query{c: c}
	at := time.Now()
	if month := q.text("month"); month != "" {
		var err error
		if at, err = time.Parse("2006-01", month); err != nil {
			q.bad("month", "format", "%q is no month such as 2026-11", month)
		}
	}
	of := q.text("of")
	if err := q.errs.Err(); err != nil {
		return err
	}
	figures, rows, err := s.x.PriceList(of, at)
	if err != nil {
		return err
	}
	current, history := make([]figureWire, len(figures)), make([]priceWire, len(rows))
	for i, f := range figures {
		current[i] = wireFigure(f)
	}
	for i, p := range rows {
		history[i] = priceWire{priceBody{p.Of, p.Measure, &p.Low, &p.Likely, &p.High, p.Month, p.Source}, p.At, p.Actor}
	}
	return c.JSON(fiber.Map{"figures": current, "history": history})
}

type priceBody struct {
	Of      string      `json:"of"`
	Measure geo.Measure `json:"measure"`
	Low     *float64    `json:"low"`
	Likely  *float64    `json:"likely"`
	High    *float64    `json:"high"`
	Month   string      `json:"month"`
	Source  string      `json:"source"`
}

// price returns the row that b asks for; its errors name fields behind a prefix.
func (b priceBody) price(prefix string) (geo.Price, error) {
	if b.Likely == nil {
		return geo.Price{}, geo.Invalid(prefix+"likely", "required", "is missing")
	}
	p := geo.Price{Of: b.Of, Measure: b.Measure, Range: geo.AsAssumed(*b.Likely), Month: b.Month, Source: b.Source}
	if b.Low != nil {
		p.Low = *b.Low
	}
	if b.High != nil {
		p.High = *b.High
	}
	return p, nil
}

func (s *server) putPrices(c *fiber.Ctx) error {
	var b struct {
		Prices []priceBody `json:"prices"`
	}
	if err := body(c, &b); err != nil {
		return err
	}
	var errs geo.FieldErrors
	prices := make([]geo.Price, len(b.Prices))
	for i, one := range b.Prices {
		var err error
		prices[i], err = one.price(fmt.Sprintf("prices[%d].", i))
		errs.Add("price", err)
	}
	if err := errs.Err(); err != nil {
		return err
	}
	n, err := s.x.AddPrices(c.UserContext(), prices)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"added": n})
}
