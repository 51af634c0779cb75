package main

import (
	"context"
	"fmt"
	"io"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// inventPeople makes an account of every standing for who tries the demo: two
// of them in the firms of its best match. Where the door is not open there are
// none.
func (h *house) inventPeople(ctx context.Context) error {
	if h.cfg.door != doorOpen {
		return nil
	}
	there, err := h.x.Invented(ctx)
	if err != nil || len(there) > 0 {
		return err
	}
	giver, taker, err := h.demoPartners(ctx)
	if err != nil {
		return err
	}
	zones, err := h.x.Zones(ctx)
	if err != nil || len(zones) == 0 {
		return err
	}
	people := []account.Account{
		{Mail: "veren", Name: "Veren Firma (kurgu)", Standing: geo.FirmAdmin, FirmID: giver},
		{Mail: "alan", Name: "Alan Firma (kurgu)", Standing: geo.Member, FirmID: taker},
		{Mail: "bolge", Name: "Bölge Yöneticisi (kurgu)", Standing: geo.ZoneManager, ZoneID: zones[0].ID},
		{Mail: "lojistik", Name: "Lojistikçi (kurgu)", Standing: geo.Logistician},
		{Mail: "uzman", Name: "Uzman (kurgu)", Standing: geo.Expert},
		{Mail: "kolaylastirici", Name: "Kolaylaştırıcı (kurgu)", Standing: geo.Facilitator},
		{Mail: "yonetici", Name: "Yönetici (kurgu)", Standing: geo.Admin},
	}
	for i := range people {
		people[i].Mail += account.DemoDomain
		people[i].Language = "tr"
	}
	return h.x.Invent(ctx, people)
}

// demoPartners returns the firms of the best match that needs no licence.
func (h *house) demoPartners(ctx context.Context) (giver, taker int64, err error) {
	page, err := h.x.Matches(ctx, geo.MatchFilter{Runnable: true}, geo.Page{Limit: 100})
	if err != nil {
		return 0, 0, err
	}
	for _, m := range page.Matches {
		if m.Source.Firm.Demo && m.Sink.Firm.Demo && m.Haul != nil && m.Source.Item.Hazard == geo.HazardNone && m.Source.Legal != geo.LegalByProduct {
			return m.Source.FirmID, m.Sink.FirmID, nil
		}
	}
	return 0, 0, fmt.Errorf("partners of the demo: %w", geo.ErrNotFound)
}

// tellWhere says how to come in as one of the demo's people.
func (h *house) tellWhere(out io.Writer) {
	if h.cfg.door != doorOpen {
		return
	}
	fmt.Fprintf(out, "demo accounts: veren, alan, bolge, lojistik, uzman, kolaylastirici, yonetici %s; password: %s\n", account.DemoDomain, account.DemoPassword)
}
