"""What the database holds about bundles: a frozen one is immutable, its members are claimed."""
import pgtrigger

IMMUTABLE_BUNDLE = """
    IF OLD.status = 'draft' THEN RETURN NEW; END IF;
    IF OLD.status = 'frozen' AND NEW.status IN ('superseded', 'dissolved')
       AND (to_jsonb(NEW) - ARRAY['status', 'ended_at', 'ended_by_id', 'ended_reason'])
         = (to_jsonb(OLD) - ARRAY['status', 'ended_at', 'ended_by_id', 'ended_reason'])
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'bundle_immutable' USING ERRCODE = 'check_violation';
"""

CLAIM_MEMBERS = """
    UPDATE planning_bundlemember m
    SET is_live = (NEW.status = 'frozen'), plan_year = NEW.plan_year
    WHERE m.bundle_id = NEW.id
      AND (m.is_live, m.plan_year) IS DISTINCT FROM (NEW.status = 'frozen', NEW.plan_year);
    RETURN NULL;
"""

# The share lock makes a write that races with freezing wait, and then see the frozen status.
IMMUTABLE_MEMBER = """
    PERFORM 1 FROM planning_bundle b
    WHERE b.id IN (NEW.bundle_id, OLD.bundle_id) ORDER BY b.id FOR SHARE;
    IF TG_OP <> 'DELETE' THEN
        SELECT b.status = 'frozen', b.plan_year INTO NEW.is_live, NEW.plan_year
        FROM planning_bundle b WHERE b.id = NEW.bundle_id;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'is_live' = to_jsonb(OLD) - 'is_live' THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM planning_bundle b
               WHERE b.id IN (NEW.bundle_id, OLD.bundle_id) AND b.status <> 'draft') THEN
        RAISE EXCEPTION 'bundle_immutable' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""


# What belongs to a draft and has no claim of its own.
OF_DRAFT = """
    PERFORM 1 FROM planning_bundle b
    WHERE b.id IN (NEW.bundle_id, OLD.bundle_id) ORDER BY b.id FOR SHARE;
    IF EXISTS (SELECT 1 FROM planning_bundle b
               WHERE b.id IN (NEW.bundle_id, OLD.bundle_id) AND b.status <> 'draft') THEN
        RAISE EXCEPTION 'bundle_immutable' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""


def bundle_triggers():
    """Frozen bundles only end; members follow the status in the same statement."""
    return [
        pgtrigger.Trigger(
            name="immutable", when=pgtrigger.Before, operation=pgtrigger.Update, func=IMMUTABLE_BUNDLE
        ),
        pgtrigger.Protect(
            name="keep",
            operation=pgtrigger.Delete,
            condition=pgtrigger.Q(old__status__in=["frozen", "superseded", "dissolved"]),
        ),
        pgtrigger.Trigger(
            name="claim_members",
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            func=CLAIM_MEMBERS,
        ),
    ]


def member_triggers():
    """Members of anything but a draft stay as they are."""
    return [
        pgtrigger.Trigger(
            name="immutable",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=IMMUTABLE_MEMBER,
        )
    ]


def member_of_draft():
    """Rows that belong to a bundle change with its draft only."""
    every = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    return [pgtrigger.Trigger(name="immutable", when=pgtrigger.Before, operation=every, func=OF_DRAFT)]
