package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/demo"
	"simbiyoz/geo/paper"
	"simbiyoz/geo/programme"
)

// story goes on from the demo's matches: invented synergies in every stage,
// with benefits, and people in the pools. The channel is closed when that is
// told, or ctx has ended it.
func (h *house) story(ctx context.Context) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := h.tellStory(demoTeller(ctx)); err != nil && ctx.Err() == nil {
			h.log.WarnContext(ctx, "the demo has no synergies", "error", err)
		}
	}()
	return ended
}

func demoTeller(ctx context.Context) context.Context {
	return geo.WithViewer(geo.As(ctx, "demo"), geo.Viewer{Standing: geo.Admin})
}

// tellStory waits for matches and does nothing where there are synergies.
func (h *house) tellStory(ctx context.Context) error {
	if err := h.matched(ctx); err != nil {
		return err
	}
	if err := h.inventPeople(ctx); err != nil {
		return err
	}
	there, err := h.x.Synergies(ctx, programme.Filter{})
	if err != nil || len(there) > 0 {
		return err
	}
	for _, e := range demo.People {
		if _, err := h.x.SaveExpert(ctx, e); err != nil {
			return err
		}
	}
	if err := h.inventCalls(ctx); err != nil {
		return err
	}
	pairs, err := h.demoPairs(ctx, len(demo.Story))
	if err != nil {
		return err
	}
	for i, pair := range pairs {
		if err := h.tell(ctx, pair, demo.Story[i]); err != nil {
			return fmt.Errorf("synergy %d: %w", i+1, err)
		}
	}
	return nil
}

// matched waits until every posting has its matches.
func (h *house) matched(ctx context.Context) error {
	for {
		n, err := h.x.Counts(ctx)
		if err != nil || n.Pending == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// demoPairs returns n good matches of firms that are in no other of them; the
// very best are left to who tries the demo.
func (h *house) demoPairs(ctx context.Context, n int) ([]geo.MatchPair, error) {
	page, err := h.x.Matches(ctx, geo.MatchFilter{Runnable: true}, geo.Page{Limit: 1000})
	if err != nil {
		return nil, err
	}
	var out []geo.MatchPair
	taken := map[int64]bool{}
	for i, m := range page.Matches {
		a, b := m.Source.Resource.FirmID, m.Sink.Resource.FirmID
		if i < 40 || taken[a] || taken[b] || m.Unit != geo.UnitTonne || m.Rate == nil || m.Haul == nil ||
			m.Source.Item.Hazard != geo.HazardNone || m.Source.Legal == geo.LegalByProduct {
			continue
		}
		taken[a], taken[b] = true, true
		if out = append(out, m); len(out) == n {
			break
		}
	}
	return out, nil
}

// tell takes a match up and carries its synergy as far as c says.
func (h *house) tell(ctx context.Context, m geo.MatchPair, c demo.Chapter) error {
	i, err := h.x.ExpressInterest(ctx, m.SourceID, m.SinkID, m.Sink.Resource.FirmID, "")
	if err != nil {
		return err
	}
	if i, err = h.x.AnswerInterest(ctx, i.ID, m.Source.Resource.FirmID, programme.Reply{Answer: programme.Accepted}); err != nil {
		return err
	}
	for _, move := range c.Moves {
		if _, err := h.x.MoveSynergy(ctx, i.SynergyID, move); err != nil {
			return err
		}
	}
	on := time.Now().AddDate(0, 0, c.Days)
	if _, err := h.x.ChangeSynergy(ctx, i.SynergyID, programme.Change{Owner: &c.Owner, Action: &c.Action, On: &on, Readiness: c.Readiness}); err != nil {
		return err
	}
	if c.Years == 0 {
		return nil
	}
	return h.gain(ctx, i.SynergyID, m, c)
}

// gain enters what a synergy brought in its years, the last of which was not
// verified yet.
func (h *house) gain(ctx context.Context, synergy int64, m geo.MatchPair, c demo.Chapter) error {
	var slip bytes.Buffer
	d := paper.New(paper.Head{Title: "Kantar özeti (kurgu)", Subtitle: m.Source.Title, Foot: "simbiyoz", Language: "tr", Made: time.Now()})
	d.Paragraph("Bu belge deneme verisidir; gerçek bir tartıma dayanmaz.")
	if err := d.Write(&slip); err != nil {
		return err
	}
	file, err := h.x.AddFile(ctx, synergy, "kantar özeti (kurgu).pdf", slip.Bytes())
	if err != nil {
		return err
	}
	last := time.Now().Year() - 1
	for year := last - c.Years + 1; year <= last; year++ {
		moved := *m.Rate * c.Share
		for _, b := range []programme.Benefit{
			{Metric: programme.Landfill, Value: moved, Unit: "t"},
			{Metric: programme.Virgin, Value: moved * 0.8, Unit: "t"},
			{Metric: programme.CostSavings, Side: geo.Source, Value: moved * 650, Unit: "TRY"},
			{Metric: programme.CostSavings, Side: geo.Sink, Value: moved * 240, Unit: "TRY"},
			{Metric: programme.HaulWork, Value: moved * m.Haul.Road.Length.Km(), Unit: "tkm"},
		} {
			b.SynergyID, b.Attribution = synergy, 1
			b.From, b.Until = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC)
			b.Method = "Kurgu: kantar toplamı"
			stored, err := h.x.ClaimBenefit(ctx, b, m.Source.Resource.FirmID, []int64{file.ID})
			if err != nil {
				return err
			}
			if year == last {
				continue
			}
			if _, err := h.x.JudgeBenefit(ctx, synergy, stored.ID, programme.Judgement{To: programme.Verified}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}
