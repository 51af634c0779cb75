package geo

import "github.com/paulmach/orb"

// Posting is a resource with what a reader needs beside it: whose it is,
// where, and how many matches it has.
type Posting struct {
	Resource
	Firm    Firm
	Site    Site
	Zone    Zone     // without outline; zero outside every zone
	Item    Material // what Resource.Material names
	Spot    Spot     // what stands for Site to others; zero: none yet, and others do not see it
	Band    *Span    // of the quantity a year; nil: unknown
	Hidden  bool     // the reader sees no more than others do, see Posting.Shown
	Matches int
}

// Page asks for Limit rows after the one that After names; After is the
// opaque token that the page before gave, empty for the first.
type Page struct {
	Limit int
	After string
}

// ResourceFilter selects postings; zero fields select nothing away.
type ResourceFilter struct {
	Role     Role
	Category Category
	Material string // exact code
	Group    string // prefix of a List of Waste code, or a product's category
	ZoneID   int64
	FirmID   int64
	Sites    []int64 // ids; none: any
	NACE     string  // class of the firm
	Hazard   *bool
	Form     Form
	Text     string // words, folded and typo-tolerant
	BBox     *orb.Bound
	Month    int     // 1 to 12: in season then
	MinRate  float64 // a year, in the posting's unit
	Near     *Point  // nearest first
	Within   Metres  // of Near, straight line
	IDs      []int64
}

// Facet is a value of a filter and how many postings it would leave.
type Facet struct {
	Field string // "role", "category", "group", "hazard", "form", "month", "zone"
	Value string
	Count int
}

// Candidate is a posting that may be a partner.
type Candidate struct {
	Posting Posting
	Found   bool // by the query; else the partner found the one asked for
}

// CandidateQuery asks for the nearest and the largest partners of one posting.
type CandidateQuery struct {
	Of      Posting
	Codes   []string // materials that a partner may have
	Classes []string // NACE classes that may use a source's material, whatever they ask for
	Each    int      // nearest partners taken of every code and class, and as many of the largest
}

// Finding is what a search for one posting's matches came to.
type Finding struct {
	Of      int64
	Network string  // version of the road network
	Best    []Match // of those that the posting finds itself
	Found   []int64 // partners of the best, those with it whose match a search of theirs stores; nil: those of Best
	Kept    []Match // beside them, those that the partner found
	Lost    []int64 // partners that found it and are none any more
}

// MatchFilter selects matches; zero fields select nothing away.
type MatchFilter struct {
	ResourceID int64 // on either side
	ZoneID     int64 // on either side
	FirmID     int64 // on either side
	Group      string
	MinScore   Share
	Runnable   bool // leave out what is sunk, see Match.Sunk
}

// MatchPair is a match with both its postings.
type MatchPair struct {
	Match
	Source Posting
	Sink   Posting
}

// Counts says how much the store holds.
type Counts struct {
	Zones, Firms, Sites, Sources, Sinks, Matches int
	Pending                                      int // postings whose matches are not yet computed
	Demo                                         int // firms that are invented
}

// Change is one row of the audit trail: who changed what, when, from what to
// what (JSON).
type Change struct {
	ID     int64
	At     string // RFC 3339
	Actor  string
	Noun   string // "resource", "firm", …
	Row    int64
	Action string // "insert", "update", "delete"
}

// FirmLine is a line of a table of firms: a firm and one of its sites.
type FirmLine struct {
	Row  int
	Firm Firm
	Site Site
}
