package exchange

import (
	"context"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/programme"
)

// mostContacts of a firm are told of, or written to.
const mostContacts = 20

// Contacts returns the people of a synergy's partners, to one of these or a
// facilitator: both sides have agreed, or there would be no synergy.
func (x *Exchange) Contacts(ctx context.Context, synergy int64) ([]programme.Contact, error) {
	y, err := x.Synergy(ctx, synergy)
	if err != nil {
		return nil, err
	}
	out := []programme.Contact{}
	for _, firm := range []int64{y.Source.FirmID, y.Sink.FirmID} {
		people, err := x.peopleOf(ctx, firm)
		if err != nil {
			return nil, err
		}
		for _, a := range people {
			out = append(out, programme.Contact{ID: a.ID, FirmID: firm, Name: a.Name, Mail: a.Mail})
		}
	}
	return out, nil
}

// peopleOf returns a firm's members who can log in; a firm that is gone, 0, has
// none.
func (x *Exchange) peopleOf(ctx context.Context, firm int64) ([]account.Account, error) {
	if firm == 0 {
		return nil, nil
	}
	all, err := x.store.Accounts(ctx, account.Filter{FirmID: firm}, mostContacts)
	var out []account.Account
	for _, a := range all {
		if !a.Verified.IsZero() && a.Locked.IsZero() && x.admits(a) {
			out = append(out, a)
		}
	}
	return out, err
}

// writeFirm sends a letter to the members of a firm. That it cannot is logged
// alone: what the letter tells stands among the firm's notices too.
func (x *Exchange) writeFirm(ctx context.Context, firm int64, in map[string]accountLetter, address string) {
	people, err := x.peopleOf(geo.WithViewer(ctx, geo.System), firm)
	if err != nil {
		x.log.WarnContext(ctx, "nobody was written to", "firm", firm, "error", err)
	}
	for _, a := range people {
		if !a.Demo {
			x.write(ctx, a, in, address)
		}
	}
}

// tellBorn writes to who asked that the other side accepted.
func (x *Exchange) tellBorn(ctx context.Context, pair geo.MatchPair, i programme.Interest) {
	if i.State != programme.Accepted {
		return
	}
	firm := pair.Source.FirmID
	if i.Asker == geo.Sink {
		firm = pair.Sink.FirmID
	}
	x.writeFirm(ctx, firm, letterAccepted, x.public+"/?view=program&tab=inbox")
}

// letterInterest goes to a firm when somebody is interested in a resource of
// its, and names nobody; letterAccepted when its interest was accepted.
var letterInterest = map[string]accountLetter{
	"tr": {"simbiyoz · Bir kaynağınızla ilgilenen var", `Sayın %s,

Bir firma, bir kaynağınızla ilgilendiğini bildirdi. Adı, siz kabul edene kadar gizlidir; sizin adınız da ona gösterilmez.
Eşleşmeyi görmek ve yanıtlamak için:

%s
`},
	"en": {"simbiyoz · Somebody is interested in a resource of yours", `Dear %s,

A firm is interested in one of your resources. Its name stays hidden until you accept, and so does yours.
To see the match and answer:

%s
`},
}

var letterAccepted = map[string]accountLetter{
	"tr": {"simbiyoz · İlginiz kabul edildi", `Sayın %s,

Bildirdiğiniz ilgiyi karşı taraf kabul etti: iki firmanın adı, yeri ve iletişim bilgileri birbirine açıldı. Sinerjiyi görmek için:

%s
`},
	"en": {"simbiyoz · Your interest was accepted", `Dear %s,

The other side accepted your interest: names, places and contacts of both firms are open to each other. To see the synergy:

%s
`},
}
