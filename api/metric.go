package api

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"regexp"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"simbiyoz/geo"
)

// slowRequest is how long a request takes at least that is logged by itself.
const slowRequest = time.Second

// meter counts requests and their time by route, method and status.
type meter struct{ seconds *prometheus.HistogramVec }

func newMeter(r prometheus.Registerer) meter {
	m := meter{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "simbiyoz_request_seconds", Help: "Time that requests took, until their answer began.",
		Buckets: []float64{.001, .005, .02, .1, .5, 2, 10},
	}, []string{"route", "method", "status"})}
	r.MustRegister(m.seconds)
	return m
}

// measure counts what follows. An error's status is known only once it is told:
// it is told here.
func (s *server) measure(c *fiber.Ctx) error {
	start := time.Now()
	err := c.Next()
	if err != nil {
		if err := s.fail(c, err); err != nil {
			return err
		}
	}
	took, status := time.Since(start), c.Response().StatusCode()
	route := c.Route().Path
	if status == fiber.StatusNotFound && (errors.Is(err, fiber.ErrNotFound) || route == "/") {
		route = "none" // or everybody could make new ones
	}
	s.meter.seconds.WithLabelValues(route, c.Method(), strconv.Itoa(status)).Observe(took.Seconds())
	if took >= slowRequest {
		s.cfg.Log.InfoContext(c.UserContext(), "slow request", "method", c.Method(), "path", c.Path(), "status", status, "took_s", took.Seconds())
	}
	return nil
}

// named is what a client may call its request.
var named = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)

// trace gives a request the id that its client calls it, or one of ours, and
// tells it.
func (s *server) trace(c *fiber.Ctx) error {
	id := c.Get(fiber.HeaderXRequestID)
	if id == "" || !named.MatchString(id) {
		id = strconv.FormatUint(rand.Uint64()|1<<63, 36) + strconv.FormatUint(rand.Uint64()|1<<63, 36)
	}
	c.Set(fiber.HeaderXRequestID, id)
	c.SetUserContext(geo.WithTrace(c.UserContext(), id))
	return c.Next()
}

// metrics tells figures of the server as Prometheus reads them.
func (s *server) metrics(c *fiber.Ctx) error {
	if err := s.x.MayMeasure(c.UserContext()); err != nil {
		return err
	}
	families, err := s.cfg.Metrics.Gather()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	format := expfmt.NewFormat(expfmt.TypeTextPlain)
	e := expfmt.NewEncoder(&out, format)
	for _, f := range families {
		if err := e.Encode(f); err != nil {
			return err
		}
	}
	c.Set(fiber.HeaderContentType, string(format))
	return c.Send(out.Bytes())
}
