package geo

import "context"

// FirmEntry is a firm with its sites, as an import hands them over.
type FirmEntry struct {
	Firm  Firm
	Sites []Site
}

// ResourceEntry is a resource whose firm and site are named by their refs.
type ResourceEntry struct {
	Row      int // of the file, for errors; 0: none
	Resource Resource
	FirmRef  string
	SiteRef  string   // empty: the firm's first site
	Named    []string // refs of the firms that may see it; nil: as before
}

// Saved says what a bulk save did.
type Saved struct{ Inserted, Updated, Unchanged int }

// Loaded says what a load did.
type Loaded struct{ Firms, Resources Saved }

// PostingPage is a page of postings; Matched counts all that the filter
// leaves, Next is empty on the last page.
type PostingPage struct {
	Postings []Posting
	Matched  int
	Next     string
}

// FirmPage is a page of firms with their sites.
type FirmPage struct {
	Firms   []FirmEntry
	Matched int
	Next    string
}

// MatchPage is a page of matches, best first.
type MatchPage struct {
	Matches []MatchPair
	Matched int
	Next    string
}

type actorKey struct{}

// As returns ctx in which changes are made by actor, for the audit trail.
func As(ctx context.Context, actor string) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// Actor returns who makes changes in ctx, "system" when nobody was named.
func Actor(ctx context.Context) string {
	if a, ok := ctx.Value(actorKey{}).(string); ok {
		return a
	}
	return "system"
}
