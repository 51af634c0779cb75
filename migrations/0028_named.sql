-- Whom the owner of a resource lets see it is the owner's to know: behind the
-- views, nobody else reads the list, and every change of it is in the audit trail.
ALTER TABLE resource_named ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON resource_named FOR EACH ROW EXECUTE FUNCTION audited();

CREATE VIEW shown.resource_named AS
SELECT n.resource_id, n.firm_id, n.id
FROM public.resource_named AS n JOIN public.resource AS r ON r.id = n.resource_id
WHERE (SELECT viewer_firm()) <> 0 AND r.firm_id = (SELECT viewer_firm());
