package exchange

import (
	"context"
	"slices"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
	"simbiyoz/geo/programme"
)

// PoolStore keeps the pools of experts and academics.
type PoolStore interface {
	Experts(ctx context.Context) ([]programme.Expert, error)
	SaveExpert(ctx context.Context, e programme.Expert) (int64, error)
	DropExpert(ctx context.Context, id int64) error
	HelpOf(ctx context.Context, synergy int64) ([]programme.Help, error)
	// AskHelp is a geo.ErrConflict when the expert was asked already.
	AskHelp(ctx context.Context, h programme.Help) (int64, error)
	// AnswerHelp is geo.ErrNotFound when no such request is open.
	AnswerHelp(ctx context.Context, synergy, id int64, state programme.Answer) error
}

// Experts returns those of the pools whose fields, alias or institution hold
// text; names and addresses are for who looks after the pools.
func (x *Exchange) Experts(ctx context.Context, text string) ([]programme.Expert, error) {
	if err := x.may(ctx, SeePools, Object{}); err != nil {
		return nil, err
	}
	all, err := x.store.Experts(ctx)
	if err != nil {
		return nil, err
	}
	open := x.may(ctx, KeepPools, Object{}) == nil
	text = material.Fold(text)
	var out []programme.Expert
	for _, e := range all {
		held := strings.Join(slices.Concat([]string{e.Alias, e.Institution, e.About}, e.Materials, e.NACEs, e.Topics), " ")
		if !strings.Contains(material.Fold(held), text) {
			continue
		}
		if !open {
			e = e.Closed()
		}
		out = append(out, e)
	}
	return out, nil
}

// SaveExpert stores somebody of the pools, new with ID 0, and returns the id.
func (x *Exchange) SaveExpert(ctx context.Context, e programme.Expert) (int64, error) {
	if err := x.may(ctx, KeepPools, Object{}); err != nil {
		return 0, err
	}
	if err := e.Validate(); err != nil {
		return 0, err
	}
	return x.store.SaveExpert(ctx, e)
}

// DropExpert removes somebody from the pools.
func (x *Exchange) DropExpert(ctx context.Context, id int64) error {
	if err := x.may(ctx, KeepPools, Object{}); err != nil {
		return err
	}
	return x.store.DropExpert(ctx, id)
}

// HelpersOf ranks those of the pools who may help a synergy, with why and what
// they were asked. Who has agreed is open to its partners.
func (x *Exchange) HelpersOf(ctx context.Context, synergy int64) ([]programme.Helper, error) {
	y, err := x.Synergy(ctx, synergy)
	if err != nil {
		return nil, err
	}
	all, err := x.store.Experts(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := x.store.HelpOf(ctx, synergy)
	if err != nil {
		return nil, err
	}
	requests := map[int64]*programme.Help{}
	for i, h := range asked {
		requests[h.ExpertID] = &asked[i]
	}
	m, _ := x.Material(y.Material) // what is not listed has no words
	ranked := programme.Rank(all, programme.Subject{Materials: []string{y.Material}, NACEs: []string{y.Source.NACE, y.Sink.NACE},
		Words: strings.Join([]string{y.Source.Title, y.Sink.Title, m.NameTR, m.NameEN}, " ")}, material.Fold)
	open := x.may(ctx, KeepPools, Object{}) == nil
	for i := range ranked {
		r := requests[ranked[i].ID]
		ranked[i].Request = r
		if !open && (r == nil || r.State != programme.Accepted) {
			ranked[i].Expert = ranked[i].Closed()
		}
	}
	return ranked, nil
}

// HelpersWith ranks those of the pools who know something of a resource.
func (x *Exchange) HelpersWith(ctx context.Context, resource int64) ([]programme.Helper, error) {
	if err := x.may(ctx, SeePools, Object{}); err != nil {
		return nil, err
	}
	p, err := x.Posting(ctx, resource)
	if err != nil {
		return nil, err
	}
	all, err := x.store.Experts(ctx)
	if err != nil {
		return nil, err
	}
	m, _ := x.Material(p.Material)
	ranked := programme.Rank(all, programme.Subject{Materials: []string{p.Material}, NACEs: []string{p.Firm.NACE},
		Words: strings.Join([]string{p.Title, m.NameTR, m.NameEN}, " ")}, material.Fold)
	for i := range ranked {
		ranked[i].Expert = ranked[i].Closed()
	}
	return ranked, nil
}

// AskHelp asks somebody of the pools to help a synergy and writes to them; it
// returns the request's id.
func (x *Exchange) AskHelp(ctx context.Context, h programme.Help) (int64, error) {
	if err := geo.CheckText("note", h.Note, 0, 1000); err != nil {
		return 0, err
	}
	if _, err := x.Synergy(ctx, h.SynergyID); err != nil {
		return 0, err
	}
	all, err := x.store.Experts(ctx)
	if err != nil {
		return 0, err
	}
	at := slices.IndexFunc(all, func(e programme.Expert) bool { return e.ID == h.ExpertID })
	if at < 0 {
		return 0, geo.Invalid("expert_id", "unknown", "%d is nobody of the pools", h.ExpertID)
	}
	id, err := x.store.AskHelp(ctx, h)
	if err != nil || all[at].Demo {
		return id, err
	}
	letter := geo.Mail{To: all[at].Mail, Subject: "simbiyoz: yardım isteği / a request for help",
		Text: "Bir sinerji için yardımınız isteniyor. Kolaylaştırıcı sizinle ilgilenecek.\nYour help is sought for a synergy. A facilitator will be in touch.\n\n" + h.Note}
	if err := x.mail.Send(ctx, letter); err != nil {
		x.log.WarnContext(ctx, "a request for help was not sent", "help", id, "error", err)
	}
	return id, nil
}

// AnswerHelp notes what somebody of the pools answered. Facilitators do it.
func (x *Exchange) AnswerHelp(ctx context.Context, synergy, id int64, state programme.Answer) error {
	if err := x.may(ctx, KeepPools, Object{}); err != nil {
		return err
	}
	var errs geo.FieldErrors
	geo.OneOf(&errs, "answer", state, []programme.Answer{programme.Accepted, programme.Declined})
	if err := errs.Err(); err != nil {
		return err
	}
	return x.store.AnswerHelp(ctx, synergy, id, state)
}
