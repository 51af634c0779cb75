// Package exchange holds the use cases of simbiyoz: posting resources,
// finding and listing matches, asking what a haul costs, data in and out. It
// declares the store and the roads it needs; it knows neither SQL nor HTTP.
package exchange

import (
	"context"
	"iter"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/atlas"
	"simbiyoz/geo/nearby"
	"simbiyoz/geo/tile"
)

// Store keeps what the exchange knows. Every write happens in one transaction
// that also records who (see [geo.As]), when and what; lists page by keyset and
// answer the token of the next page, empty on the last one.
type Store interface {
	FeatureStore
	WorkshopStore
	ProgrammeStore
	BenefitStore
	GateStore
	PoolStore
	CallStore
	AuditStore
	PrivacyStore
	AlertStore
	FlowStore
	TileStore
	AtlasStore
	AccountStore
	IngestStore
	OnceStore
	VersionStore
	SharingStore

	// Ready returns the schema's version; another than this binary's is an error.
	Ready(ctx context.Context) (int, error)

	Zones(ctx context.Context) ([]geo.Zone, error)
	Zone(ctx context.Context, id int64) (geo.Zone, error)
	// ZoneCounts counts the firms, sources and sinks of every zone, by id.
	ZoneCounts(ctx context.Context) (map[int64]geo.Counts, error)
	// SaveZones inserts zones or updates those of the same code, and gives
	// sites inside an outline to its zone. It returns how many rows changed.
	SaveZones(ctx context.Context, zones []geo.Zone) (int, error)

	// SaveDistricts inserts or updates, by code, what stands for sites outside
	// zones, and gives those sites to the nearest.
	SaveDistricts(ctx context.Context, spots map[string]geo.Spot) error

	Firm(ctx context.Context, id int64) (geo.Firm, []geo.Site, error)
	// Firms lists firms with their sites by zone (0: all) and words, as
	// material.Spaced writes them.
	Firms(ctx context.Context, zone int64, text string, page geo.Page) (geo.FirmPage, error)
	// FirmsNamed finds firms by the beginnings of words of their names, as
	// material.Spaced writes them, or by alike names where there are none. They
	// have their first site alone.
	FirmsNamed(ctx context.Context, text string, limit int) ([]geo.FirmEntry, error)
	// SaveFirms inserts or updates by Ref, all or nothing.
	SaveFirms(ctx context.Context, firms []geo.FirmEntry) (geo.Saved, error)

	Posting(ctx context.Context, id int64) (geo.Posting, error)
	Postings(ctx context.Context, f geo.ResourceFilter, page geo.Page) (geo.PostingPage, error)
	Facets(ctx context.Context, f geo.ResourceFilter) ([]geo.Facet, error)
	// SaveResource inserts r (ID 0) or replaces it, and queues its matching in
	// the same transaction. It returns the id.
	SaveResource(ctx context.Context, r geo.Resource) (int64, error)
	// SaveResources inserts or updates by Ref, all or nothing, and queues the
	// matching of those that changed.
	SaveResources(ctx context.Context, rs []geo.ResourceEntry) (geo.Saved, error)
	DeleteResource(ctx context.Context, id int64) error
	// Load inserts or updates firms and resources by Ref as they come, all or
	// nothing, notes that in the audit trail as a whole, and queues a sweep.
	Load(ctx context.Context, firms iter.Seq[geo.FirmEntry], resources iter.Seq[geo.ResourceEntry], told func(rows int)) (geo.Loaded, error)

	SaveMaterials(ctx context.Context, ms []geo.Material) error
	SaveUses(ctx context.Context, us []geo.Use) error
	// Uses returns every known use.
	Uses(ctx context.Context) ([]geo.Use, error)

	// Candidates returns partners for q in any order, none twice.
	Candidates(ctx context.Context, q geo.CandidateQuery) ([]geo.Candidate, error)
	// CountPartners counts the postings that q's material or class relates to, up
	// to q.Each of every one.
	CountPartners(ctx context.Context, q geo.CandidateQuery) (int, error)
	// ReplaceMatches stores what the search for a posting's matches came to.
	ReplaceMatches(ctx context.Context, f geo.Finding) error
	// Nearby returns every posting as the search for partners looks at it.
	Nearby(ctx context.Context) ([]nearby.Entry, error)
	// Alike returns, of the nearest of q's category, up to q.Each partners whose
	// words are most like it.
	Alike(ctx context.Context, q geo.CandidateQuery) ([]int64, error)
	// PostingsOf returns postings with their versions; those that are gone are
	// left out.
	PostingsOf(ctx context.Context, ids []int64) ([]geo.Posting, error)
	// Partners calls each with every posting whose matches are found, and the
	// partners that are among its best.
	Partners(ctx context.Context, each func(of int64, partners []int64)) error
	// ReplaceMany is ReplaceMatches for several postings at once; what changed
	// since the versions of all that was looked at is left due, and returned.
	ReplaceMany(ctx context.Context, fs []geo.Finding, versions map[int64]int64) ([]int64, error)
	// ForgetMatched makes the matches of postings due; nil: of all.
	ForgetMatched(ctx context.Context, ids []int64) error
	Matches(ctx context.Context, f geo.MatchFilter, page geo.Page) (geo.MatchPage, error)
	Match(ctx context.Context, source, sink int64) (geo.MatchPair, error)
	// AddPrices adds rows to the price book that it does not have, and queues
	// the new valuation of the matches they touch. It returns how many were new.
	AddPrices(ctx context.Context, ps []geo.Price) (int, error)
	// Prices returns the whole price book: of each figure the latest month first.
	Prices(ctx context.Context) ([]geo.Price, error)
	// MatchesOf returns up to limit matches whose sources are of materials (nil:
	// of any), after a pair, in the order of their ids.
	MatchesOf(ctx context.Context, materials []string, source, sink int64, limit int) ([]geo.MatchPair, error)
	// Revalue stores matches whose money and carbon were judged anew on the
	// road that they have.
	Revalue(ctx context.Context, ms []geo.Match) error
	// AddVerdict stores what ctx's actor says of a stored match.
	AddVerdict(ctx context.Context, v geo.Verdict) (geo.Verdict, error)
	// Verdicts returns everything that was said of a pair, the last first.
	Verdicts(ctx context.Context, source, sink int64) ([]geo.Verdict, error)
	// Stale returns up to limit ids, above after, of postings whose matches are
	// older than their data or, with a version, come from another network.
	Stale(ctx context.Context, version string, after int64, limit int) ([]int64, error)
	Counts(ctx context.Context) (geo.Counts, error)
	// Inside counts what lies inside each of outlines.
	Inside(ctx context.Context, outlines []orb.MultiPolygon) ([]geo.Inside, error)
	ListInside(ctx context.Context, outlines []orb.MultiPolygon, limit int) ([]geo.InBand, error)
	Changes(ctx context.Context, noun string, row int64) ([]geo.Change, error)
}

// Roads answers how far places are apart by road.
type Roads interface {
	// OneToMany returns the way of a vehicle of these limits from one place to each of to, or to[i] to it
	// when reverse. A place without a road has an error in the same place.
	OneToMany(ctx context.Context, vehicle geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error)
	// Route returns the way between two places with its line.
	Route(ctx context.Context, vehicle geo.Vehicle, from, to geo.Point) (geo.Road, []geo.Point, error)
	// Lines returns the roads inside bound that a map of that zoom draws.
	Lines(ctx context.Context, bound orb.Bound, zoom int) ([]geo.RoadLine, error)
	Network() geo.Network
}

// Mailer sends letters.
type Mailer interface {
	Send(ctx context.Context, m geo.Mail) error
}

// Exchange is the use cases over a store and roads.
type Exchange struct {
	store  Store
	roads  doors
	log    *slog.Logger
	mail   Mailer
	public string
	uses   atomic.Pointer[useIndex]
	book   atomic.Pointer[book]
	memory memory
	vault  Vault // nil: no files are taken
	places []Place
	atlas  *atlas.Atlas
	news   *news

	remembered atomic.Uint64 // the data's version that the atlas is at, or past
	resounded  atomic.Int64  // when that was last asked for, in ns of Unix
	boxes      atomic.Int64  // of which it told what they hold

	tiles *tile.Cache // nil: none
	shore tile.Shore
	door  *door
}

// UseMail makes letters go by m, or be logged alone when m is nil; their links
// begin with public, the address at which people reach the server.
func (x *Exchange) UseMail(m Mailer, public string) {
	x.public = strings.TrimRight(public, "/")
	if m != nil {
		x.mail = m
	}
}

// noMail stands in for a mail server that nobody has named.
type noMail struct{ log *slog.Logger }

func (n noMail) Send(ctx context.Context, m geo.Mail) error {
	n.log.InfoContext(ctx, "a letter was not sent: SIMBIYOZ_SMTP names no mail server", "to", m.To, "subject", m.Subject, "text", m.Text)
	return nil
}

// New returns the use cases over store and roads. [Exchange.LoadUses] must be
// called before matches are found.
func New(store Store, roads Roads, log *slog.Logger) *Exchange {
	x := &Exchange{store: store, roads: doors{roads}, log: log, mail: noMail{log}, memory: newMemory(), atlas: atlas.New(), news: newNews(), door: newDoor()}
	x.uses.Store(&useIndex{})
	x.book.Store(newBook(nil, time.Now()))
	return x
}
