package geo

import "math"

// Spot stands for the sites around it to whom they are hidden: a zone's gate,
// a district's centre or, far from both, the middle of a square.
type Spot struct {
	ID     int64
	NameTR string // of the zone or district; empty of a square
	NameEN string
	Place  Point
	Error  Metres // how far a site may be off by road
}

// BandOf returns the band that a quantity lies in, which is all that those see
// to whom it is hidden: from Low up to, but not including, High. Bands end at 1,
// 2, 5, 10, 20, 50 and so on. It is the same as the database's functions
// band_low and band_high.
func BandOf(v float64) Span {
	if v <= 0 {
		return Span{}
	}
	ten := math.Pow10(int(math.Floor(math.Log10(v))))
	if 10*ten <= v { // the logarithm of 1000 comes out below 3
		ten *= 10
	}
	switch {
	case v >= 5*ten:
		return Span{5 * ten, 10 * ten}
	case v >= 2*ten:
		return Span{2 * ten, 5 * ten}
	}
	return Span{ten, 2 * ten}
}

// Middle returns what stands for a quantity of which only the band is known.
func (s Span) Middle() float64 { return (s.Low + s.High) / 2 }

// Shown returns p as those see it to whom it is hidden: no name, the spot in
// the site's place, a band in the quantity's, and nothing else that its owner
// wrote but what is sought by: title, material, form, season, dates and law. It
// is the same as what the schema shown tells.
func (p Posting) Shown() Posting {
	r := p.Resource
	out := Posting{Firm: Firm{ID: p.Firm.ID, NACE: p.Firm.NACE, Demo: p.Firm.Demo}, Zone: p.Zone, Item: p.Item, Spot: p.Spot, Band: p.Band,
		Site:   Site{ID: p.Site.ID, FirmID: p.Site.FirmID, ZoneID: p.Site.ZoneID, Place: p.Spot.Place, Spot: p.Spot},
		Hidden: true, Matches: p.Matches}
	out.Resource = Resource{ID: r.ID, FirmID: r.FirmID, SiteID: r.SiteID, Role: r.Role, Title: r.Title, Category: r.Category,
		Material: r.Material, Unit: r.Unit, Interval: Yearly, Season: r.Season, From: r.From, Until: r.Until, Form: r.Form,
		Ships: r.Ships, Legal: r.Legal, Article19: map[string]bool{}, Composition: []Property{}, Provenance: r.Provenance,
		Confirmed: r.Confirmed, Visibility: r.Visibility}
	if r.Interval == Once {
		out.Interval = Once
	}
	return out
}
