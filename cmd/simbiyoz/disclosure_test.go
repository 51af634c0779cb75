package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb/planar"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/postgis"
	"simbiyoz/geo/programme"
)

// canary is a hidden firm with what nobody may find of it.
type canary struct {
	firm, site, zone, source, sink int64
	visibility                     geo.Visibility
	place                          geo.Point
	rate                           float64 // of the source, a year
	tax                            string
}

const canaries = 50

// secretWorld is what is secret of the canaries. In another one all of it is another,
// and everything that others may know is the same: so whoever can tell two
// worlds apart has learnt something.
type secretWorld struct {
	word, name, phone string // in whatever is secret and a text
	shift             float64
	digits            int // that tax numbers begin with
}

var worlds = [2]secretWorld{
	{"kanarya", "Zümrüt", "555 317", 0, 73519},
	{"bulbul", "Yakut", "533 846", 0.31, 68247},
}

// Titles, which whoever may know of a resource may read.
const (
	forKnown  = "Kayıtlıya başlık"
	forNamed  = "Adlıya başlık"
	forAgency = "Ajansa başlık"
	openly    = "Açık başlık"
	namedFirm = 2
)

var titles = map[geo.Visibility]string{geo.VisiblePublic: openly, geo.VisibleRegistered: forKnown, geo.VisibleNamed: forNamed, geo.VisibleFacilitator: forAgency}

// visible is to whom the i-th canary's resources are.
func visible(i int) geo.Visibility {
	return []geo.Visibility{geo.VisiblePublic, geo.VisiblePublic, geo.VisibleRegistered, geo.VisibleNamed, geo.VisibleFacilitator}[i/5%5]
}

// taxNumber returns the i-th valid number that begins so.
func (w secretWorld) taxNumber(i int) string {
	for d := range 10 {
		if v := fmt.Sprintf("%d%04d%d", w.digits, i, d); geo.ValidTaxNumber(v) {
			return v
		}
	}
	panic("no check digit fits")
}

func ref(i int) string { return fmt.Sprintf("gizli-%02d", i) } // the same in all worlds

// amount is a number of ten digits from 0.85 to 1.48 times a power of ten that
// nothing else comes to. Twelve of it lie in the same band in all worlds.
func (w secretWorld) amount(i, n int) float64 {
	scale := []float64{10, 100, 1000}[(i+n)%3]
	return scale * (0.85 + 0.0123456789*float64(i) + 0.00071828182*float64(n) + 0.0299792458*w.shift)
}

// placeIn is somewhere in a zone, off its gate.
func (w secretWorld) placeIn(z geo.Zone, random *rand.Rand) geo.Point {
	b := z.Outline.Bound()
	for {
		p := geo.Point{b.Min[0] + random.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + random.Float64()*(b.Max[1]-b.Min[1])}
		if planar.MultiPolygonContains(z.Outline, p) && geo.Crow(p, z.Gate) > 150 {
			return p
		}
	}
}

// hide stores the canaries of a secretWorld, each with a source and a sink, inside
// zones and outside them, of every visibility.
func (w secretWorld) hide(t *testing.T, h *house, ctx context.Context) []canary {
	t.Helper()
	zones, err := h.x.Zones(ctx)
	check(t, err)
	random := rand.New(rand.NewPCG(7, uint64(w.digits)))
	out := make([]canary, canaries)
	var firms []geo.FirmEntry
	var resources []geo.ResourceEntry
	for i := range out {
		c := &out[i]
		c.place = w.placeIn(zones[i%len(zones)], random)
		if i%5 == 4 {
			c.place = geo.Point{27.451 + random.Float64()/100, 38.551 + float64(i)/500 + random.Float64()/1000}
		}
		c.visibility, c.tax = visible(i), w.taxNumber(i)
		firms = append(firms, geo.FirmEntry{Firm: geo.Firm{Ref: ref(i), Name: fmt.Sprintf("%s%c %s %02d Sanayi", w.name, 'a'+i%26, w.word, i),
			NACE: []string{"23.14", "23.31", "42.11", "22.29", "17.12"}[i%5], TaxNumber: c.tax},
			Sites: []geo.Site{{Ref: "tek", Name: w.word + " tesisi", Place: c.place, Hours: w.word + " 08:00", DockTonnes: geo.Tonnes(w.amount(i, 9) / 100)}}})
		for n, role := range []geo.Role{geo.Source, geo.Sink} {
			resources = append(resources, w.resource(i, n, role))
		}
		c.rate = *resources[2*i].Resource.Quantity * 12
	}
	_, err = postgis.New(h.pool, nil).SaveFirms(ctx, firms)
	check(t, err)
	_, err = h.x.SaveResources(ctx, resources)
	check(t, err)
	for i := range out {
		c := &out[i]
		check(t, h.pool.QueryRow(ctx, `
SELECT f.id, s.id, coalesce(s.zone_id, 0), (SELECT id FROM resource WHERE ref = $1 || '-0'), (SELECT id FROM resource WHERE ref = $1 || '-1')
FROM firm AS f JOIN site AS s ON s.firm_id = f.id WHERE f.ref = $1`, ref(i)).Scan(&c.firm, &c.site, &c.zone, &c.source, &c.sink))
	}
	_, err = h.pool.Exec(ctx, `INSERT INTO resource_named SELECT id, $1 FROM resource WHERE visibility = 'named' ON CONFLICT DO NOTHING`, int64(namedFirm))
	check(t, err)
	return out
}

// settle has found what comes of all that is stored.
func settle(t *testing.T, h *house, ctx context.Context) {
	t.Helper()
	_, err := h.x.Sweep(ctx, func(int) {})
	check(t, err)
	check(t, h.x.RenewFlows(ctx, time.Now()))
	_, err = h.pool.Exec(ctx, `ANALYZE`)
	check(t, err)
}

func (w secretWorld) resource(i, n int, role geo.Role) geo.ResourceEntry {
	quantity, lot, price, cost := w.amount(i, n), w.amount(i, n+2)/1000, w.amount(i, n+4), w.amount(i, n+6)
	return geo.ResourceEntry{FirmRef: ref(i), Resource: geo.Resource{Ref: fmt.Sprintf("%s-%d", ref(i), n), Role: role, Title: titles[visible(i)],
		Category: geo.CategoryMaterial, Material: []string{"101112", "010413", "100903", "191204", "150101"}[i%5],
		Quantity: &quantity, Unit: geo.UnitTonne, Interval: geo.Monthly, Season: geo.AllYear, MinLot: &lot, Price: &price, FateCost: &cost, Fate: w.word + " depoda",
		Packaging:   fmt.Sprintf("%s%d@gizli.example +90 %s 00 %02d", w.word, i, w.phone, i),
		Composition: []geo.Property{{Parameter: w.word + " oksit", Value: w.amount(i, n+8) / 100}},
		Legal:       geo.LegalWaste, Provenance: geo.Declared, Visibility: visible(i)}}
}

// affairs gives two canaries what hangs on them: a synergy with a note and a
// file, a member with an alert, a workshop with a participant and what was typed
// there. It returns the numbers that routes name them by.
func affairs(t *testing.T, h *house, ctx context.Context, hidden []canary) map[string]int64 {
	t.Helper()
	w := worlds[0]
	ids := map[string]int64{}
	source, sink := hidden[0], hidden[5]
	i, err := h.x.ExpressInterest(ctx, source.source, sink.sink, source.firm, w.word+" yazdı")
	check(t, err)
	i, err = h.x.AnswerInterest(ctx, i.ID, sink.firm, programme.Reply{Answer: programme.Accepted})
	check(t, err)
	ids["synergies"] = i.SynergyID
	f, err := h.x.AddFile(ctx, i.SynergyID, w.word+".pdf", []byte("%PDF-1.7\n"+w.word+"\n%%EOF"))
	check(t, err)
	ids["files"] = f.ID
	member, _, err := h.x.AddUser(ctx, account.Account{Mail: w.word + "@gizli.example", Name: w.name, Language: "tr", Standing: geo.FirmAdmin, FirmID: source.firm})
	check(t, err)
	ids["users"] = member.ID
	owner := geo.WithViewer(ctx, member.Viewer(false))
	ids["alerts"], err = h.x.SaveAlert(owner, geo.Alert{Mail: w.word + "@gizli.example", Language: "tr", Name: w.word, FirmID: source.firm, Every: geo.EachHour})
	check(t, err)
	ws, err := h.x.SaveWorkshop(ctx, programme.Workshop{Title: "Çalıştay", HeldOn: time.Now(), Tables: 2})
	check(t, err)
	ids["workshops"] = ws.ID
	_, err = h.x.Invite(ctx, ws.ID, []programme.Guest{{Name: w.word + " kişi", Firm: fmt.Sprintf("%sa %s 00 Sanayi", w.name, w.word), NACE: "23.14", ZoneID: source.zone}})
	check(t, err)
	people, err := h.x.Participants(ctx, ws.ID)
	check(t, err)
	r := w.resource(0, 0, geo.Source).Resource
	r.Visibility, r.Title = geo.VisibleFacilitator, forAgency
	_, _, err = h.x.LogEntry(ctx, programme.Entry{Key: "0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a", WorkshopID: ws.ID, ParticipantID: people[0].ID, Resource: r})
	check(t, err)
	return ids
}

// rival stores a firm that has everything that the canaries have a partner for,
// and to which one of them has shown interest.
func rival(t *testing.T, h *house, ctx context.Context, hidden []canary) (firm int64) {
	t.Helper()
	zones, err := h.x.Zones(ctx)
	check(t, err)
	_, err = postgis.New(h.pool, nil).SaveFirms(ctx, []geo.FirmEntry{{Firm: geo.Firm{Ref: "rakip", Name: "Rakip Sanayi", NACE: "23.14"},
		Sites: []geo.Site{{Ref: "tek", Name: "Rakip tesisi", Place: zones[0].Gate}}}})
	check(t, err)
	var resources []geo.ResourceEntry
	for i := range 10 {
		r := worlds[0].resource(i/2, i%2, []geo.Role{geo.Source, geo.Sink}[i%2]).Resource
		quantity := 40.0
		resources = append(resources, geo.ResourceEntry{FirmRef: "rakip", Resource: geo.Resource{Ref: fmt.Sprintf("rakip-%d", i), Role: r.Role, Title: openly, Category: r.Category, Material: r.Material, Quantity: &quantity,
			Unit: r.Unit, Interval: geo.Monthly, Season: geo.AllYear, Legal: r.Legal, Provenance: r.Provenance, Visibility: geo.VisiblePublic}})
	}
	_, err = h.x.SaveResources(ctx, resources)
	check(t, err)
	settle(t, h, ctx)
	check(t, h.pool.QueryRow(ctx, `SELECT id FROM firm WHERE ref = 'rakip'`).Scan(&firm))
	var source, sink int64
	check(t, h.pool.QueryRow(ctx, `SELECT m.source_id, m.sink_id FROM match AS m JOIN resource AS a ON a.id = m.source_id JOIN resource AS b ON b.id = m.sink_id
WHERE a.firm_id = $1 AND b.firm_id = $2 LIMIT 1`, hidden[0].firm, firm).Scan(&source, &sink))
	_, err = h.x.ExpressInterest(ctx, source, sink, hidden[0].firm, worlds[0].word+" sorar")
	check(t, err)
	return firm
}

// spies are in whose names is asked.
func spies(t *testing.T, h *house, ctx context.Context, rival int64) []asker {
	t.Helper()
	out := []asker{{name: "visitor", viewer: geo.Viewer{Standing: geo.Visitor}}}
	for _, a := range []account.Account{{Standing: geo.FirmAdmin, FirmID: rival}, {Standing: geo.ZoneManager, ZoneID: 1}} {
		a.Mail, a.Name, a.Language = string(a.Standing)+"@rakip.example", "Rakip", "tr"
		made, _, err := h.x.AddUser(ctx, a)
		check(t, err)
		_, err = h.pool.Exec(ctx, `UPDATE account SET verified_at = now() WHERE id = $1`, made.ID)
		check(t, err)
		out = append(out, asker{name: string(a.Standing), viewer: made.Viewer(true)})
	}
	return out
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// hiddenHouse returns a house with the canaries of the first world in it, its
// map drawn, and what is asked of it.
func hiddenHouse(t *testing.T) (*house, context.Context, *scene, []canary, map[string]int64) {
	t.Helper()
	h, ctx := demoHouse(t)
	hidden := worlds[0].hide(t, h, ctx)
	s := &scene{h: h}
	s.who = spies(t, h, ctx, rival(t, h, ctx, hidden))
	ids := affairs(t, h, ctx, hidden)
	follow, stop := context.WithCancel(ctx)
	followed := h.follow(follow)
	t.Cleanup(func() { stop(); <-followed })
	return h, ctx, s, hidden, ids
}
