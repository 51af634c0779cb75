package programme

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"simbiyoz/geo"
)

// Pool is which pool somebody is of.
type Pool string

// Pools lists every pool.
var Pools = []Pool{"expert", "academic"}

// Expert is somebody of the pools, with the fields that they know.
type Expert struct {
	ID          int64
	Pool        Pool
	Name        string
	Alias       string // what is shown before they accept
	Institution string
	Mail        string
	Languages   []string // ISO 639-1
	About       string
	Materials   []string // codes, or their first digits
	NACEs       []string // classes, or their first digits
	Topics      []string // processes and other fields, in words
	Available   bool
	AccountID   int64 // 0: none
	Demo        bool  // invented
}

// Validate reports every field of e that is wrong as FieldErrors.
func (e Expert) Validate() error {
	var errs geo.FieldErrors
	geo.OneOf(&errs, "pool", e.Pool, Pools)
	errs.Add("name", geo.CheckText("name", e.Name, 1, 120))
	errs.Add("alias", geo.CheckText("alias", e.Alias, 1, 120))
	errs.Add("institution", geo.CheckText("institution", e.Institution, 0, 200))
	errs.Add("about", geo.CheckText("about", e.About, 0, 2000))
	if at := strings.Index(e.Mail, "@"); at < 1 || at == len(e.Mail)-1 || strings.ContainsAny(e.Mail, " \n") || len(e.Mail) > 200 {
		errs.Add("mail", geo.Invalid("mail", "format", "is no address"))
	}
	for field, list := range map[string][]string{"languages": e.Languages, "materials": e.Materials, "naces": e.NACEs, "topics": e.Topics} {
		if len(list) > 50 {
			errs.Add(field, geo.Invalid(field, "length", "has %d entries, not at most 50", len(list)))
		}
		for _, item := range list {
			errs.Add(field, geo.CheckText(field, item, 1, 80))
		}
	}
	if len(e.Materials)+len(e.NACEs)+len(e.Topics) == 0 {
		errs.Add("topics", geo.Invalid("topics", "required", "name a material, a sector or a topic"))
	}
	return errs.Err()
}

// Closed returns e as those see it whom it has not agreed to help.
func (e Expert) Closed() Expert {
	e.Name, e.Mail = "", ""
	return e
}

// Subject is what help is sought with.
type Subject struct {
	Materials []string
	NACEs     []string
	Words     string // folded text, such as titles
}

// Ground is why somebody may help: a field that both name.
type Ground struct {
	Kind  string // "material", "nace" or "topic"
	Field string
}

// Helper is somebody who may help, and why; the most fitting has the highest
// score.
type Helper struct {
	Expert
	Score   float64
	Grounds []Ground
	Request *Help // of the synergy asked about; nil: none
}

// Help is a request that somebody help a synergy.
type Help struct {
	ID        int64
	ExpertID  int64
	SynergyID int64
	Note      string
	State     Answer // Asked, Accepted or Declined
	At        time.Time
	Actor     string
}

// Rank returns those of es who know something of s, the most fitting first,
// those who are not available last. fold writes a text as searches compare it.
// A material counts by how much of its code is named, a sector half of that; a
// topic counts one.
func Rank(es []Expert, s Subject, fold func(string) string) []Helper {
	var out []Helper
	words := fold(s.Words)
	for _, e := range es {
		h := Helper{Expert: e}
		h.take("material", e.Materials, s.Materials, 1.0/3)
		h.take("nace", e.NACEs, s.NACEs, 1.0/6)
		for _, t := range e.Topics {
			if folded := fold(t); folded != "" && strings.Contains(words, folded) {
				h.Score++
				h.Grounds = append(h.Grounds, Ground{"topic", t})
			}
		}
		if h.Score > 0 {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b Helper) int {
		if a.Available != b.Available {
			return map[bool]int{true: -1, false: 1}[a.Available]
		}
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// take adds, of each code sought, the longest field that begins it, by weight
// a digit.
func (h *Helper) take(kind string, fields, codes []string, weight float64) {
	for _, code := range codes {
		best := ""
		for _, f := range fields {
			if code != "" && strings.HasPrefix(code, f) && len(f) > len(best) {
				best = f
			}
		}
		if best != "" && !slices.Contains(h.Grounds, Ground{kind, best}) {
			h.Score += weight * float64(len(strings.ReplaceAll(best, ".", "")))
			h.Grounds = append(h.Grounds, Ground{kind, best})
		}
	}
}
