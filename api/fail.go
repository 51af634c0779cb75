package api

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// problem is an error as RFC 9457 writes it, with the fields that are wrong.
type problem struct {
	Type     string       `json:"type"`
	Title    string       `json:"title"`
	Status   int          `json:"status"`
	Detail   string       `json:"detail,omitempty"`
	Instance string       `json:"instance,omitempty"`
	Errors   []fieldError `json:"errors,omitempty"`
}

type fieldError struct {
	Row    int      `json:"row,omitempty"`
	Field  string   `json:"field"`
	Code   string   `json:"code"`
	Reason string   `json:"reason"`
	Metres *float64 `json:"distance_m,omitempty"` // from the place to the nearest road
}

// fail alone picks an error's status. What is not the asker's fault is logged
// and answered without its text.
func (s *server) fail(c *fiber.Ctx, err error) error {
	p := problem{Type: "about:blank", Status: fiber.StatusInternalServerError, Instance: c.Path()}
	var (
		http *fiber.Error
		one  *geo.FieldError
		many geo.FieldErrors
		far  *geo.NoRoadError
		shut *exchange.ShutError
	)
	switch {
	case errors.As(err, &many):
		p.Status = fiber.StatusUnprocessableEntity
		for _, e := range many {
			p.Errors = append(p.Errors, wireFieldError(e))
		}
	case errors.As(err, &one):
		p.Status = fiber.StatusUnprocessableEntity
		p.Errors = []fieldError{wireFieldError(one)}
	case errors.As(err, &far):
		p.Status = fiber.StatusUnprocessableEntity
		p.Errors = []fieldError{{Field: far.Field, Code: "no_road", Reason: far.Error(), Metres: (*float64)(far.Nearest)}}
	case errors.Is(err, geo.ErrNoRoad):
		p.Status, p.Detail = fiber.StatusUnprocessableEntity, err.Error()
	case errors.Is(err, geo.ErrNotFound):
		p.Status = fiber.StatusNotFound
	case errors.Is(err, exchange.ErrLogin):
		p.Status, p.Detail = fiber.StatusUnauthorized, exchange.ErrLogin.Error()
	case errors.As(err, &shut):
		p.Status, p.Detail = fiber.StatusTooManyRequests, shut.Error()
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(1+int(time.Until(shut.Until).Seconds())))
	case errors.Is(err, geo.ErrForbidden):
		p.Status = fiber.StatusForbidden
	case errors.Is(err, geo.ErrStale):
		p.Status, p.Detail = fiber.StatusPreconditionFailed, err.Error()
	case errors.Is(err, geo.ErrConflict):
		p.Status = fiber.StatusConflict
	case errors.Is(err, geo.ErrUnsupported):
		p.Status, p.Detail = fiber.StatusNotImplemented, err.Error()
	case errors.Is(err, context.DeadlineExceeded):
		p.Status, p.Detail = fiber.StatusGatewayTimeout, "the request took too long"
	case errors.As(err, &http):
		p.Status, p.Detail = http.Code, http.Message
	}
	if p.Status == fiber.StatusUnprocessableEntity && strings.HasPrefix(c.Path(), "/ogc") && !errors.Is(err, errReused) {
		p.Status = fiber.StatusBadRequest // which the standard wants
	}
	p.Title = statusText(p.Status)
	if p.Status >= 500 && p.Status != fiber.StatusNotImplemented {
		s.cfg.Log.ErrorContext(c.UserContext(), "request failed", "method", c.Method(), "path", c.Path(),
			"error", err)
	}
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return c.Status(p.Status).Send(body)
}

func wireFieldError(e *geo.FieldError) fieldError {
	return fieldError{Row: e.Row, Field: e.Field, Code: e.Code, Reason: e.Reason}
}

func statusText(code int) string {
	if e := fiber.NewError(code); e.Message != "" {
		return e.Message
	}
	return "Error"
}
