// Package api is how the exchange is asked over HTTP: routes, wire types and
// problem+json errors. Units are suffixes of names, unknown is null, and the
// server sends codes where people read sentences.
package api

import (
	"log/slog"
	"runtime"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"
	"github.com/gofiber/fiber/v2/middleware/etag"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/prometheus/client_golang/prometheus"

	"simbiyoz/geo/exchange"
)

// Config is what an API needs beside the exchange.
type Config struct {
	Version  string
	Token    string        // writes need it as a bearer token; empty: see OpenDoor
	OpenDoor bool          // with no token, who is not logged in is an admin: only while the server is reached from its machine alone
	Hosts    []string      // names by which the open door is reached; nil: any
	Public   string        // address at which people reach the server; with https, cookies are for that alone
	Proxy    []string      // addresses of proxies, whose X-Real-IP is believed
	Limit    int           // requests that one address makes at a door in a minute; 0: 20
	Deadline time.Duration // of one request; 0: 30 s
	Log      *slog.Logger

	Metrics *prometheus.Registry // what is told beside requests; nil: nothing

	Ended     <-chan struct{} // closed when the server ends: who follows changes is let go
	Followers int             // who may follow changes at a time; 0: 2,000
	Heartbeat time.Duration   // how often who follows is written to; 0: 15 s
}

type server struct {
	x     *exchange.Exchange
	cfg   Config
	room  chan struct{} // for one heavy request each
	meter meter

	followers chan struct{} // one each
}

// New returns the whole application: API, OpenAPI document and web app.
func New(x *exchange.Exchange, cfg Config) *fiber.App {
	if cfg.Deadline == 0 {
		cfg.Deadline = 30 * time.Second
	}
	if cfg.Limit == 0 {
		cfg.Limit = 20
	}
	if cfg.Followers == 0 {
		cfg.Followers = mostFollowers
	}
	if cfg.Heartbeat == 0 {
		cfg.Heartbeat = heartbeat
	}
	if cfg.Metrics == nil {
		cfg.Metrics = prometheus.NewRegistry()
	}
	s := &server{x: x, cfg: cfg, meter: newMeter(cfg.Metrics), room: make(chan struct{}, 2*runtime.NumCPU()), followers: make(chan struct{}, cfg.Followers)}
	app := fiber.New(fiber.Config{
		AppName: "simbiyoz", Immutable: true, DisableStartupMessage: true,
		ErrorHandler: s.fail, BodyLimit: mostBody, StreamRequestBody: true,
		ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		EnableTrustedProxyCheck: true, TrustedProxies: cfg.Proxy, ProxyHeader: "X-Real-IP",
	})
	app.Use(s.trace, s.measure, recover.New(), s.wholeBody)
	s.tileRoutes(app.Group("/tiles", s.deadline, s.see))
	// before what reads an answer whole
	app.Get("/api/v1/changes", s.deadline, secure, s.see, s.changes)
	app.Use(s.deadline, secure, s.see, compress.New(compress.Config{Level: compress.LevelBestSpeed}))
	app.Get("/healthz", s.health)
	app.Get("/readyz", s.ready)
	app.Get("/metrics", s.metrics)
	v1 := app.Group("/api/v1", etag.New(etag.Config{Weak: true, Next: unread}))
	s.routes(v1)
	s.ogcRoutes(app.Group("/ogc"))
	app.Get("/unsubscribe/:token", s.askUnsubscribe)
	app.Post("/unsubscribe/:token", s.unsubscribe)
	app.Get("/gizlilik", func(c *fiber.Ctx) error { return c.Redirect("/?view=privacy") })
	static(app)
	return app
}

// tileRoutes come before what other routes need: a tile is packed once and
// kept, and answering with it takes some microseconds.
func (s *server) tileRoutes(r fiber.Router) {
	r.Get("/:layer/:z/:x/:y.mvt", s.tile)
	r.Get("/:layer.json", s.tileJSON)
}

// unread lets through without an etag what no cache keeps: it would be read into
// memory for it.
func unread(c *fiber.Ctx) bool {
	return c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead
}

func (s *server) routes(r fiber.Router) {
	r.Get("/meta", s.meta)
	r.Get("/zones", s.zones)
	r.Get("/zones/:id<int>", s.zone)
	r.Get("/zones/flows", s.regionFlows)
	r.Get("/zones/:id<int>/flows", s.zoneFlows)
	r.Get("/zones/report", s.regionReport)
	r.Get("/zones/:id<int>/report", s.zoneReport)
	r.Get("/flows", s.flows)
	r.Get("/assignment", s.assignment)
	r.Get("/assignment/sites", s.sites)
	r.Get("/pooling", s.pooling)
	r.Get("/firms", s.firms)
	r.Get("/firms/:id<int>", s.firm)
	r.Get("/facets", s.facets)
	r.Get("/resources", s.resources)
	r.Post("/resources", s.writer, s.once, s.postResource)
	r.Get("/resources/:id<int>", s.resource)
	r.Put("/resources/:id<int>", s.writer, s.putResource)
	r.Delete("/resources/:id<int>", s.writer, s.deleteResource)
	r.Get("/resources/:id<int>/sharing", s.sharing)
	r.Put("/resources/:id<int>/sharing", s.writer, s.putSharing)
	r.Get("/sharing/firms", s.sharingFirms)
	r.Get("/resources/:id<int>/matches", s.resourceMatches)
	r.Get("/matches", s.matches)
	r.Get("/matches/partners", s.partners)
	r.Get("/matches/:source<int>-:sink<int>", s.match)
	r.Get("/matches/:source<int>-:sink<int>/verdicts", s.verdicts)
	r.Post("/matches/:source<int>-:sink<int>/verdicts", s.writer, s.postVerdict)
	r.Get("/resources/:id<int>/reach", s.reach)
	s.programmeRoutes(r)
	r.Post("/matches/whatif", s.whatIf)
	r.Get("/circuity", s.circuity)
	r.Get("/prices", s.prices)
	r.Put("/prices", s.writer, s.putPrices)
	r.Get("/haul", s.haul)
	r.Get("/haul/alternatives", s.alternatives)
	r.Get("/haul/vehicles", s.haulVehicles)
	r.Post("/hauls/matrix", s.matrix)
	r.Get("/isochrones", s.isochrones)
	r.Get("/isochrones/resources", s.isochroneResources)
	r.Get("/vehicles", s.vehicles)
	r.Get("/materials", s.materials)
	r.Get("/materials/:code", s.material)
	r.Get("/nace", s.classes)
	r.Get("/uses", s.uses)
	r.Get("/search", s.search)
	r.Get("/alerts", s.alerts)
	r.Post("/alerts", s.writer, s.postAlert)
	r.Put("/alerts/:id<int>", s.writer, s.putAlert)
	r.Delete("/alerts/:id<int>", s.writer, s.deleteAlert)
	r.Get("/alerts/:id<int>/matches", s.alertFound)
	r.Get("/roads", s.roadLines)
	r.Get("/workshops", s.workshops)
	r.Post("/workshops", s.writer, s.postWorkshop)
	r.Get("/workshops/:id<int>", s.workshop)
	r.Put("/workshops/:id<int>", s.writer, s.putWorkshop)
	r.Get("/workshops/:id<int>/qr", s.qr)
	r.Get("/workshops/:id<int>/participants", s.participants)
	r.Post("/workshops/:id<int>/participants", s.writer, s.postParticipants)
	r.Get("/workshops/:id<int>/entries", s.entries)
	r.Put("/workshops/:id<int>/entries/:key", s.writer, s.putEntry)
	r.Get("/workshops/:id<int>/report", s.workshopReport)
	door := s.limit(6) // a hall full of people has one address
	r.Get("/doors/:code", door, s.door)
	r.Post("/doors/:code", door, s.guest, s.enterDoor)
	s.accountRoutes(r)
	r.Get("/openapi.json", openAPIJSON)
	r.Get("/openapi.yaml", openAPIYAML)
	r.Use(func(c *fiber.Ctx) error { return fiber.ErrNotFound })
}

// programmeRoutes are those of what comes of matches.
func (s *server) programmeRoutes(r fiber.Router) {
	r.Get("/matches/:source<int>-:sink<int>/interest", s.interest)
	r.Post("/matches/:source<int>-:sink<int>/interest", s.writer, s.postInterest)
	r.Get("/interests", s.interests)
	r.Post("/interests/:id<int>/answer", s.writer, s.answerInterest)
	r.Get("/notices", s.notices)
	r.Post("/notices/seen", s.writer, s.seeNotices)
	r.Get("/privacy/texts", s.consentTexts)
	r.Post("/privacy/texts", s.writer, s.postConsentText)
	r.Get("/privacy/consents", s.consents)
	r.Put("/privacy/consents/:kind", s.writer, s.putConsent)
	r.Get("/privacy/data", s.personData)
	r.Delete("/privacy/account", s.writer, s.forgetMe)
	r.Get("/audit", s.audit)
	r.Get("/audit/check", s.auditCheck)
	r.Get("/programmes", s.programmes)
	r.Post("/programmes", s.writer, s.postProgramme)
	r.Get("/benefits", s.benefits)
	r.Get("/synergies", s.synergies)
	r.Get("/synergies/:id<int>", s.synergy)
	r.Patch("/synergies/:id<int>", s.writer, s.patchSynergy)
	r.Post("/synergies/:id<int>/stage", s.writer, s.moveSynergy)
	r.Get("/synergies/:id<int>/contacts", s.contacts)
	r.Get("/synergies/:id<int>/log", s.synergyLog)
	r.Post("/synergies/:id<int>/log", s.writer, s.postNote)
	r.Get("/synergies/:id<int>/files", s.files)
	r.Post("/synergies/:id<int>/files", s.writer, s.postFile)
	r.Get("/synergies/:id<int>/files/:file<int>", s.file)
	r.Get("/synergies/:id<int>/benefits", s.synergyBenefits)
	r.Get("/synergies/:id<int>/gate", s.gate)
	r.Put("/synergies/:id<int>/gate/:item", s.writer, s.answerGate)
	r.Post("/synergies/:id<int>/permits", s.writer, s.postPermit)
	r.Delete("/synergies/:id<int>/permits/:permit<int>", s.writer, s.deletePermit)
	r.Get("/experts", s.experts)
	r.Post("/experts", s.writer, s.postExpert)
	r.Put("/experts/:id<int>", s.writer, s.putExpert)
	r.Delete("/experts/:id<int>", s.writer, s.deleteExpert)
	r.Get("/resources/:id<int>/helpers", s.resourceHelpers)
	r.Get("/synergies/:id<int>/helpers", s.synergyHelpers)
	r.Post("/synergies/:id<int>/helpers", s.writer, s.askHelp)
	r.Patch("/synergies/:id<int>/helpers/:help<int>", s.writer, s.answerHelp)
	r.Get("/calls", s.calls)
	r.Post("/calls", s.writer, s.postCall)
	r.Get("/calls/:id<int>", s.call)
	r.Put("/calls/:id<int>", s.writer, s.putCall)
	r.Delete("/calls/:id<int>", s.writer, s.deleteCall)
	r.Post("/calls/:id<int>/applications", s.writer, s.postApplication)
	r.Get("/applications", s.applications)
	r.Get("/applications/:id<int>", s.application)
	r.Post("/applications/:id<int>/decision", s.writer, s.decide)
	r.Post("/applications/:id<int>/withdrawal", s.writer, s.withdraw)
	r.Get("/criteria", s.criteria)
	r.Post("/criteria", s.writer, s.postCriterion)
	r.Put("/criteria/:id<int>", s.writer, s.putCriterion)
	r.Delete("/criteria/:id<int>", s.writer, s.deleteCriterion)
	r.Post("/synergies/:id<int>/benefits", s.writer, s.postBenefit)
	r.Patch("/synergies/:id<int>/benefits/:benefit<int>", s.writer, s.judgeBenefit)
}
