CREATE TABLE IF NOT EXISTS main.vault_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  vault BLOB NOT NULL,
  txn INTEGER NOT NULL,
  layout BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS identity.vault_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  vault BLOB NOT NULL,
  txn INTEGER NOT NULL,
  audit_seq INTEGER NOT NULL,
  audit_hash BLOB NOT NULL,
  records BLOB
) STRICT;

CREATE TABLE IF NOT EXISTS main.user_key (
  user INTEGER PRIMARY KEY,
  sign_public BLOB NOT NULL CHECK (length(sign_public) = 32)
) STRICT;

CREATE TABLE IF NOT EXISTS main.audit_event (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor INTEGER NOT NULL,
  role TEXT NOT NULL,
  action TEXT NOT NULL,
  object_type TEXT,
  object_ref BLOB,
  fields TEXT,
  reason TEXT,
  prev_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  signature BLOB NOT NULL,
  digests BLOB,
  records BLOB
) STRICT;

CREATE TRIGGER IF NOT EXISTS main.audit_event_stays BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;

CREATE TRIGGER IF NOT EXISTS main.audit_event_kept BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END;

CREATE TABLE IF NOT EXISTS identity.attachment_chunk (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL REFERENCES "attachment" (id) DEFERRABLE INITIALLY DEFERRED,
  n INTEGER NOT NULL CHECK (n >= 0),
  data BLOB NOT NULL CHECK (length(data) BETWEEN 1 AND 262144),
  UNIQUE (owner, n)
) STRICT;

CREATE TABLE IF NOT EXISTS identity.document_chunk (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL REFERENCES "document" (id) DEFERRABLE INITIALLY DEFERRED,
  n INTEGER NOT NULL CHECK (n >= 0),
  data BLOB NOT NULL CHECK (length(data) BETWEEN 1 AND 262144),
  UNIQUE (owner, n)
) STRICT;

CREATE TABLE IF NOT EXISTS main.release (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  at TEXT NOT NULL,
  actor INTEGER NOT NULL,
  approver INTEGER NOT NULL,
  rule TEXT NOT NULL,
  policy BLOB NOT NULL,
  template TEXT,
  unit TEXT,
  period TEXT,
  request TEXT NOT NULL,
  data_as_of TEXT,
  format TEXT,
  language TEXT,
  file BLOB,
  file_hash BLOB,
  contents_hash BLOB NOT NULL,
  prev_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('prepared', 'given'))
) STRICT;

CREATE TABLE IF NOT EXISTS main.release_cell (
  release INTEGER NOT NULL REFERENCES release (id),
  key TEXT NOT NULL,
  hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
  value INTEGER NOT NULL CHECK (value >= 0),
  PRIMARY KEY (release, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main.release_proof (
  release INTEGER PRIMARY KEY REFERENCES release (id),
  data BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS main.release_base (
  unit TEXT NOT NULL,
  period TEXT NOT NULL,
  at TEXT NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (unit, period)
) STRICT;

CREATE TABLE IF NOT EXISTS identity.release_words (
  release INTEGER PRIMARY KEY,
  recipient TEXT,
  reason TEXT
) STRICT;

CREATE TRIGGER IF NOT EXISTS main.release_stays BEFORE UPDATE ON release
WHEN OLD.hash IS NOT NEW.hash OR OLD.state = 'given'
BEGIN SELECT RAISE(ABORT, 'lines of the release ledger are never changed'); END;

CREATE TRIGGER IF NOT EXISTS main.release_kept BEFORE DELETE ON release
BEGIN SELECT RAISE(ABORT, 'lines of the release ledger are never deleted'); END;

CREATE TRIGGER IF NOT EXISTS main.release_base_stays BEFORE UPDATE ON release_base
BEGIN SELECT RAISE(ABORT, 'a frozen period stays as it is'); END;

CREATE TRIGGER IF NOT EXISTS main.release_base_kept BEFORE DELETE ON release_base
BEGIN SELECT RAISE(ABORT, 'a frozen period stays as it is'); END;

CREATE TABLE IF NOT EXISTS main.review (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  pack TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  maker INTEGER NOT NULL,
  approver INTEGER NOT NULL,
  auditor INTEGER NOT NULL,
  level TEXT NOT NULL,
  k INTEGER NOT NULL,
  l INTEGER NOT NULL,
  share INTEGER NOT NULL,
  sample INTEGER NOT NULL,
  records INTEGER NOT NULL,
  withheld INTEGER NOT NULL,
  head_seq INTEGER NOT NULL,
  codes TEXT NOT NULL,
  classes TEXT NOT NULL,
  file_hash BLOB NOT NULL,
  session_key BLOB
) STRICT;

CREATE TRIGGER IF NOT EXISTS main.review_line_stays BEFORE UPDATE OF id, pack, at, maker,
  approver, auditor, level, k, l, share, sample, records, withheld, codes, classes, file_hash
  ON review
BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END;

CREATE TRIGGER IF NOT EXISTS main.review_key_goes BEFORE UPDATE OF session_key ON review
WHEN NEW.session_key IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END;

CREATE TRIGGER IF NOT EXISTS main.review_head_goes BEFORE UPDATE OF head_seq ON review
WHEN NEW.head_seq <> 0 OR NEW.session_key IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END;

CREATE TRIGGER IF NOT EXISTS main.review_kept BEFORE DELETE ON review
BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never deleted'); END;

CREATE TABLE IF NOT EXISTS main.review_drawn (
  round INTEGER NOT NULL CHECK (round > 0),
  token BLOB NOT NULL CHECK (length(token) = 16),
  review INTEGER NOT NULL REFERENCES review (id),
  PRIMARY KEY (round, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS main.review_drawn_for ON review_drawn (review, round);

CREATE TRIGGER IF NOT EXISTS main.review_drawn_stays BEFORE UPDATE ON review_drawn
BEGIN SELECT RAISE(ABORT, 'what a pack was drawn from is never changed'); END;

CREATE TRIGGER IF NOT EXISTS main.review_drawn_kept BEFORE DELETE ON review_drawn
WHEN (SELECT head_seq FROM review WHERE id = OLD.review) IS NOT 0
BEGIN SELECT RAISE(ABORT, 'what a pack was drawn from is never deleted'); END;

CREATE TABLE IF NOT EXISTS main.review_cases (
  review INTEGER PRIMARY KEY REFERENCES review (id),
  sealed BLOB NOT NULL,
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

CREATE TRIGGER IF NOT EXISTS main.review_cases_stay BEFORE UPDATE ON review_cases
BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END;

CREATE TABLE IF NOT EXISTS main.review_share (
  review INTEGER NOT NULL REFERENCES review (id),
  holder INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (review, holder)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS main.review_share_stays BEFORE UPDATE ON review_share
BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END;

CREATE TRIGGER IF NOT EXISTS main.review_head_stays BEFORE UPDATE OF head_seq ON review
WHEN EXISTS (SELECT 1 FROM review_cases WHERE review = NEW.id)
BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END;

CREATE TABLE IF NOT EXISTS main.review_resolve (
  approval INTEGER PRIMARY KEY,
  review INTEGER NOT NULL REFERENCES review (id),
  code TEXT NOT NULL CHECK (length(code) = 12),
  piece BLOB
) STRICT;

CREATE TRIGGER IF NOT EXISTS main.review_resolve_stays BEFORE UPDATE OF approval, review, code
  ON review_resolve
BEGIN SELECT RAISE(ABORT, 'what is asked for is never changed'); END;

CREATE TABLE IF NOT EXISTS main.facts (
  person INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS main.facts_stale (
  person INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE IF NOT EXISTS main.facts_word (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE IF NOT EXISTS main.facts_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS identity.draft (
  user INTEGER NOT NULL,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  saved INTEGER NOT NULL,
  PRIMARY KEY (user, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS identity.search_entry (
  id INTEGER PRIMARY KEY,
  entity TEXT NOT NULL,
  person INTEGER,
  "case" INTEGER,
  only_user INTEGER,
  names TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE IF NOT EXISTS identity.search_names USING fts5(
  names, content='search_entry', content_rowid='id',
  tokenize='ascii', detail=none, columnsize=0, prefix='1 2 3 4'
);

CREATE VIRTUAL TABLE IF NOT EXISTS identity.search_words USING fts5(
  words, content='search_entry', content_rowid='id',
  tokenize='ascii', detail=none, columnsize=0, prefix='2 3'
);

CREATE TABLE IF NOT EXISTS identity.search_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  rules INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS identity.search_keys (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL,
  keys BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS identity.search_blind (
  hash INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (hash, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS identity.search_way (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  way INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS main."code_act" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_activity_audience" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_activity_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_activity_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_age_band" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_approval_decision" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_approval_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_assignment_role" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_case_source" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_case_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_closure_outcome" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_closure_reason" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_commitment_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_confidence" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_consent_capacity" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_consent_decision" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_consent_explained" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_consent_giver" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_consent_method" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_consent_purpose" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_control" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_country" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_currency" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_data_shared_profile" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_decision_org" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_destroy_action" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_direction" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_disability" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_document_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_dup_reason" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_dup_verdict" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_duration_band" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_education" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_exploitation_type" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_external_measure" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_external_unit" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_finding_about" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_finding_state" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_follow_up_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_follow_up_outcome" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_forum_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_gender" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_goal_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_guide_topic" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_indigenous_people" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_institution_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_internal_or_cross_border" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_labour_sector" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_language" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_marital_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_means" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_member_role" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_migration_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_modality" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_need_state" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_need_urgency" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_note_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_open_item" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_perpetrator_role" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_plan_axis" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_plan_place" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_plan_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_platform" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_prevention_topic" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_proceeding_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_proceeding_stage" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_protection_measure" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_provider_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_purpose" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_recruit_method" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_recruiter_relation" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_referral_confirmed_by" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_referral_direction" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_referral_method" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_referral_reason" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_referral_reason_code" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_referral_state" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_referral_urgency" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_region" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_regional_action_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_regional_plan_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_relative_relation" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_risk_level" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_role" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_serves" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_service_domain" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_service_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_service_type" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_sex" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_sex_form" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_sustainability" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_task_origin" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_task_state" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_trafficking_event_type" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_trafficking_status" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_training_audience" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_training_modality" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_training_topic" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_vulnerability" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_yes_no_skip" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."code_yes_no_unknown" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS identity."code_attachment_kind" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS identity."code_contact_channel" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS identity."code_country" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS identity."code_doc_type" (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."user" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "role" TEXT NOT NULL REFERENCES "code_role" (code),
  "active" INTEGER CONSTRAINT "user.active" CHECK ("active" IN (0, 1))
) STRICT;

CREATE TABLE IF NOT EXISTS identity."user" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "display_name" TEXT CONSTRAINT "user.display_name" CHECK ("display_name" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."institution" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "code" TEXT CONSTRAINT "institution.code" CHECK ("code" <> ''),
  "name_es" TEXT NOT NULL CONSTRAINT "institution.name_es" CHECK ("name_es" <> ''),
  "short" TEXT CONSTRAINT "institution.short" CHECK ("short" <> ''),
  "kind" TEXT REFERENCES "code_institution_kind" (code),
  "country" TEXT REFERENCES "code_country" (code),
  "region" TEXT REFERENCES "code_region" (code),
  "district" TEXT CONSTRAINT "institution.district" CHECK ("district" <> ''),
  "address" TEXT CONSTRAINT "institution.address" CHECK ("address" <> ''),
  "phones" TEXT CONSTRAINT "institution.phones" CHECK ("phones" <> ''),
  "hours" TEXT CONSTRAINT "institution.hours" CHECK ("hours" <> ''),
  "valid_from" TEXT CONSTRAINT "institution.valid_from" CHECK ("valid_from" = 'unknown' OR "valid_from" GLOB '[12][0-9][0-9][0-9]' OR "valid_from" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "valid_from" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "valid_to" TEXT CONSTRAINT "institution.valid_to" CHECK ("valid_to" = 'unknown' OR "valid_to" GLOB '[12][0-9][0-9][0-9]' OR "valid_to" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "valid_to" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "replaced_by" INTEGER REFERENCES "institution" (id),
  "verified_on" TEXT CONSTRAINT "institution.verified_on" CHECK ("verified_on" = 'unknown' OR "verified_on" GLOB '[12][0-9][0-9][0-9]' OR "verified_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "verified_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "source" TEXT CONSTRAINT "institution.source" CHECK ("source" <> ''),
  "confidence" TEXT REFERENCES "code_confidence" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."institution" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "focal_point" TEXT CONSTRAINT "institution.focal_point" CHECK ("focal_point" <> ''),
  "mandate_note" TEXT CONSTRAINT "institution.mandate_note" CHECK ("mandate_note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."institution__services" (
  owner INTEGER NOT NULL REFERENCES "institution" (id),
  code TEXT NOT NULL REFERENCES "code_service_type" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."institution__serves" (
  owner INTEGER NOT NULL REFERENCES "institution" (id),
  code TEXT NOT NULL REFERENCES "code_serves" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."document" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "kind" TEXT NOT NULL REFERENCES "code_document_kind" (code),
  "on" TEXT CONSTRAINT "document.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "in_library" INTEGER CONSTRAINT "document.in_library" CHECK ("in_library" IN (0, 1)),
  "mime" TEXT CONSTRAINT "document.mime" CHECK ("mime" <> ''),
  "size" INTEGER CONSTRAINT "document.size" CHECK ("size" BETWEEN 0 AND 52428800),
  "sha" TEXT CONSTRAINT "document.sha" CHECK ("sha" <> ''),
  "orientation" INTEGER CONSTRAINT "document.orientation" CHECK ("orientation" BETWEEN 1 AND 8)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."document" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "title" TEXT CONSTRAINT "document.title" CHECK ("title" <> ''),
  "source" TEXT CONSTRAINT "document.source" CHECK ("source" <> ''),
  "note" TEXT CONSTRAINT "document.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."local_sheet" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "topic" TEXT NOT NULL REFERENCES "code_guide_topic" (code),
  "checked_on" TEXT CONSTRAINT "local_sheet.checked_on" CHECK ("checked_on" = 'unknown' OR "checked_on" GLOB '[12][0-9][0-9][0-9]' OR "checked_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "checked_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "for_groups" INTEGER CONSTRAINT "local_sheet.for_groups" CHECK ("for_groups" IN (0, 1))
) STRICT;

CREATE TABLE IF NOT EXISTS identity."local_sheet" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "title" TEXT CONSTRAINT "local_sheet.title" CHECK ("title" <> ''),
  "text" TEXT CONSTRAINT "local_sheet.text" CHECK ("text" <> ''),
  "source" TEXT CONSTRAINT "local_sheet.source" CHECK ("source" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."activity" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "code" TEXT CONSTRAINT "activity.code" CHECK ("code" <> ''),
  "kind" TEXT NOT NULL REFERENCES "code_activity_kind" (code),
  "status" TEXT NOT NULL REFERENCES "code_activity_status" (code),
  "on" TEXT NOT NULL CONSTRAINT "activity.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "ends_on" TEXT CONSTRAINT "activity.ends_on" CHECK ("ends_on" = 'unknown' OR "ends_on" GLOB '[12][0-9][0-9][0-9]' OR "ends_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "ends_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "region" TEXT NOT NULL REFERENCES "code_region" (code),
  "institution" INTEGER REFERENCES "institution" (id),
  "materials_given" INTEGER CONSTRAINT "activity.materials_given" CHECK ("materials_given" BETWEEN 0 AND 1000000),
  "reached_f_0_11" INTEGER CONSTRAINT "activity.reached_f_0_11" CHECK ("reached_f_0_11" BETWEEN 0 AND 100000),
  "reached_f_12_17" INTEGER CONSTRAINT "activity.reached_f_12_17" CHECK ("reached_f_12_17" BETWEEN 0 AND 100000),
  "reached_f_18" INTEGER CONSTRAINT "activity.reached_f_18" CHECK ("reached_f_18" BETWEEN 0 AND 100000),
  "reached_f_unknown" INTEGER CONSTRAINT "activity.reached_f_unknown" CHECK ("reached_f_unknown" BETWEEN 0 AND 100000),
  "reached_m_0_11" INTEGER CONSTRAINT "activity.reached_m_0_11" CHECK ("reached_m_0_11" BETWEEN 0 AND 100000),
  "reached_m_12_17" INTEGER CONSTRAINT "activity.reached_m_12_17" CHECK ("reached_m_12_17" BETWEEN 0 AND 100000),
  "reached_m_18" INTEGER CONSTRAINT "activity.reached_m_18" CHECK ("reached_m_18" BETWEEN 0 AND 100000),
  "reached_m_unknown" INTEGER CONSTRAINT "activity.reached_m_unknown" CHECK ("reached_m_unknown" BETWEEN 0 AND 100000),
  "reached_x_0_11" INTEGER CONSTRAINT "activity.reached_x_0_11" CHECK ("reached_x_0_11" BETWEEN 0 AND 100000),
  "reached_x_12_17" INTEGER CONSTRAINT "activity.reached_x_12_17" CHECK ("reached_x_12_17" BETWEEN 0 AND 100000),
  "reached_x_18" INTEGER CONSTRAINT "activity.reached_x_18" CHECK ("reached_x_18" BETWEEN 0 AND 100000),
  "reached_x_unknown" INTEGER CONSTRAINT "activity.reached_x_unknown" CHECK ("reached_x_unknown" BETWEEN 0 AND 100000),
  "estimated_audience" INTEGER CONSTRAINT "activity.estimated_audience" CHECK ("estimated_audience" BETWEEN 0 AND 100000000),
  "signals" INTEGER CONSTRAINT "activity.signals" CHECK ("signals" BETWEEN 0 AND 100000),
  "series" INTEGER REFERENCES "activity" (id),
  "responsible" INTEGER REFERENCES "user" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."activity" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "title" TEXT CONSTRAINT "activity.title" CHECK ("title" <> ''),
  "district" TEXT CONSTRAINT "activity.district" CHECK ("district" <> ''),
  "place" TEXT CONSTRAINT "activity.place" CHECK ("place" <> ''),
  "partner_other" TEXT CONSTRAINT "activity.partner_other" CHECK ("partner_other" <> ''),
  "materials" TEXT CONSTRAINT "activity.materials" CHECK ("materials" <> ''),
  "note" TEXT CONSTRAINT "activity.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."activity__audience" (
  owner INTEGER NOT NULL REFERENCES "activity" (id),
  code TEXT NOT NULL REFERENCES "code_activity_audience" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."activity__topics" (
  owner INTEGER NOT NULL REFERENCES "activity" (id),
  code TEXT NOT NULL REFERENCES "code_prevention_topic" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."training" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "code" TEXT CONSTRAINT "training.code" CHECK ("code" <> ''),
  "status" TEXT NOT NULL REFERENCES "code_activity_status" (code),
  "on" TEXT NOT NULL CONSTRAINT "training.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "ends_on" TEXT CONSTRAINT "training.ends_on" CHECK ("ends_on" = 'unknown' OR "ends_on" GLOB '[12][0-9][0-9][0-9]' OR "ends_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "ends_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "region" TEXT NOT NULL REFERENCES "code_region" (code),
  "institution" INTEGER REFERENCES "institution" (id),
  "modality" TEXT REFERENCES "code_training_modality" (code),
  "hours" INTEGER CONSTRAINT "training.hours" CHECK ("hours" BETWEEN 1 AND 1000),
  "scored" INTEGER CONSTRAINT "training.scored" CHECK ("scored" BETWEEN 0 AND 100000),
  "score_before" INTEGER CONSTRAINT "training.score_before" CHECK ("score_before" BETWEEN 0 AND 100),
  "score_after" INTEGER CONSTRAINT "training.score_after" CHECK ("score_after" BETWEEN 0 AND 100),
  "responsible" INTEGER REFERENCES "user" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."training" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "title" TEXT CONSTRAINT "training.title" CHECK ("title" <> ''),
  "district" TEXT CONSTRAINT "training.district" CHECK ("district" <> ''),
  "place" TEXT CONSTRAINT "training.place" CHECK ("place" <> ''),
  "material" TEXT CONSTRAINT "training.material" CHECK ("material" <> ''),
  "material_edition" TEXT CONSTRAINT "training.material_edition" CHECK ("material_edition" <> ''),
  "note" TEXT CONSTRAINT "training.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."training__topics" (
  owner INTEGER NOT NULL REFERENCES "training" (id),
  code TEXT NOT NULL REFERENCES "code_training_topic" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."training__audience" (
  owner INTEGER NOT NULL REFERENCES "training" (id),
  code TEXT NOT NULL REFERENCES "code_training_audience" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."training_attendance" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "training" INTEGER NOT NULL REFERENCES "training" (id),
  "audience" TEXT NOT NULL REFERENCES "code_training_audience" (code),
  "institution" INTEGER REFERENCES "institution" (id),
  "region" TEXT REFERENCES "code_region" (code),
  "attended_f" INTEGER CONSTRAINT "training_attendance.attended_f" CHECK ("attended_f" BETWEEN 0 AND 100000),
  "attended_m" INTEGER CONSTRAINT "training_attendance.attended_m" CHECK ("attended_m" BETWEEN 0 AND 100000),
  "attended_x" INTEGER CONSTRAINT "training_attendance.attended_x" CHECK ("attended_x" BETWEEN 0 AND 100000)
) STRICT;

CREATE TABLE IF NOT EXISTS main."regional_plan" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "code" TEXT CONSTRAINT "regional_plan.code" CHECK ("code" <> ''),
  "region" TEXT NOT NULL REFERENCES "code_region" (code),
  "from_on" TEXT NOT NULL CONSTRAINT "regional_plan.from_on" CHECK ("from_on" = 'unknown' OR "from_on" GLOB '[12][0-9][0-9][0-9]' OR "from_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "from_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "to_on" TEXT NOT NULL CONSTRAINT "regional_plan.to_on" CHECK ("to_on" = 'unknown' OR "to_on" GLOB '[12][0-9][0-9][0-9]' OR "to_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "to_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "institution" INTEGER REFERENCES "institution" (id),
  "status" TEXT NOT NULL REFERENCES "code_regional_plan_status" (code),
  "replaced_by" INTEGER REFERENCES "regional_plan" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."regional_plan" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "title" TEXT CONSTRAINT "regional_plan.title" CHECK ("title" <> ''),
  "norm" TEXT CONSTRAINT "regional_plan.norm" CHECK ("norm" <> ''),
  "body" TEXT CONSTRAINT "regional_plan.body" CHECK ("body" <> ''),
  "note" TEXT CONSTRAINT "regional_plan.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."regional_goal" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "regional_plan" INTEGER NOT NULL REFERENCES "regional_plan" (id),
  "axis" TEXT NOT NULL REFERENCES "code_plan_axis" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."regional_goal" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "text" TEXT CONSTRAINT "regional_goal.text" CHECK ("text" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."regional_action" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "regional_goal" INTEGER NOT NULL REFERENCES "regional_goal" (id),
  "institution" INTEGER REFERENCES "institution" (id),
  "baseline" INTEGER CONSTRAINT "regional_action.baseline" CHECK ("baseline" BETWEEN 0 AND 1000000000),
  "target" INTEGER CONSTRAINT "regional_action.target" CHECK ("target" BETWEEN 0 AND 1000000000),
  "due_on" TEXT CONSTRAINT "regional_action.due_on" CHECK ("due_on" = 'unknown' OR "due_on" GLOB '[12][0-9][0-9][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "status" TEXT NOT NULL REFERENCES "code_regional_action_status" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."regional_action" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "text" TEXT CONSTRAINT "regional_action.text" CHECK ("text" <> ''),
  "responsible_other" TEXT CONSTRAINT "regional_action.responsible_other" CHECK ("responsible_other" <> ''),
  "indicator" TEXT CONSTRAINT "regional_action.indicator" CHECK ("indicator" <> ''),
  "note" TEXT CONSTRAINT "regional_action.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."regional_progress" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "regional_action" INTEGER NOT NULL REFERENCES "regional_action" (id),
  "on" TEXT NOT NULL CONSTRAINT "regional_progress.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "value" INTEGER CONSTRAINT "regional_progress.value" CHECK ("value" BETWEEN 0 AND 1000000000),
  "status" TEXT REFERENCES "code_regional_action_status" (code),
  "document" INTEGER REFERENCES "document" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."regional_progress" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "text" TEXT CONSTRAINT "regional_progress.text" CHECK ("text" <> ''),
  "evidence" TEXT CONSTRAINT "regional_progress.evidence" CHECK ("evidence" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."forum" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "code" TEXT CONSTRAINT "forum.code" CHECK ("code" <> ''),
  "kind" TEXT NOT NULL REFERENCES "code_forum_kind" (code),
  "on" TEXT NOT NULL CONSTRAINT "forum.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "country" TEXT REFERENCES "code_country" (code),
  "region" TEXT REFERENCES "code_region" (code),
  "institution" INTEGER REFERENCES "institution" (id),
  "next_on" TEXT CONSTRAINT "forum.next_on" CHECK ("next_on" = 'unknown' OR "next_on" GLOB '[12][0-9][0-9][0-9]' OR "next_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "next_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."forum" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "name" TEXT CONSTRAINT "forum.name" CHECK ("name" <> ''),
  "place" TEXT CONSTRAINT "forum.place" CHECK ("place" <> ''),
  "agreements" TEXT CONSTRAINT "forum.agreements" CHECK ("agreements" <> ''),
  "next_place" TEXT CONSTRAINT "forum.next_place" CHECK ("next_place" <> ''),
  "agenda" TEXT CONSTRAINT "forum.agenda" CHECK ("agenda" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."commitment" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "forum" INTEGER NOT NULL REFERENCES "forum" (id),
  "promised_by" INTEGER REFERENCES "institution" (id),
  "promised_to" INTEGER REFERENCES "institution" (id),
  "country" TEXT REFERENCES "code_country" (code),
  "region" TEXT REFERENCES "code_region" (code),
  "due_on" TEXT CONSTRAINT "commitment.due_on" CHECK ("due_on" = 'unknown' OR "due_on" GLOB '[12][0-9][0-9][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "status" TEXT NOT NULL REFERENCES "code_commitment_status" (code),
  "responsible" INTEGER REFERENCES "user" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."commitment" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "text" TEXT CONSTRAINT "commitment.text" CHECK ("text" <> ''),
  "promised_by_other" TEXT CONSTRAINT "commitment.promised_by_other" CHECK ("promised_by_other" <> ''),
  "promised_to_other" TEXT CONSTRAINT "commitment.promised_to_other" CHECK ("promised_to_other" <> ''),
  "indicator" TEXT CONSTRAINT "commitment.indicator" CHECK ("indicator" <> ''),
  "target" TEXT CONSTRAINT "commitment.target" CHECK ("target" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."commitment_update" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "commitment" INTEGER NOT NULL REFERENCES "commitment" (id),
  "on" TEXT NOT NULL CONSTRAINT "commitment_update.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "status" TEXT NOT NULL REFERENCES "code_commitment_status" (code),
  "document" INTEGER REFERENCES "document" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."commitment_update" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "text" TEXT CONSTRAINT "commitment_update.text" CHECK ("text" <> ''),
  "evidence" TEXT CONSTRAINT "commitment_update.evidence" CHECK ("evidence" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."external_figure" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "code" TEXT CONSTRAINT "external_figure.code" CHECK ("code" <> ''),
  "measure" TEXT NOT NULL REFERENCES "code_external_measure" (code),
  "unit" TEXT NOT NULL REFERENCES "code_external_unit" (code),
  "value" TEXT NOT NULL CONSTRAINT "external_figure.value" CHECK ("value" <> ''),
  "from_on" TEXT NOT NULL CONSTRAINT "external_figure.from_on" CHECK ("from_on" = 'unknown' OR "from_on" GLOB '[12][0-9][0-9][0-9]' OR "from_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "from_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "to_on" TEXT CONSTRAINT "external_figure.to_on" CHECK ("to_on" = 'unknown' OR "to_on" GLOB '[12][0-9][0-9][0-9]' OR "to_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "to_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "country" TEXT REFERENCES "code_country" (code),
  "region" TEXT REFERENCES "code_region" (code),
  "institution" INTEGER REFERENCES "institution" (id),
  "published_on" TEXT CONSTRAINT "external_figure.published_on" CHECK ("published_on" = 'unknown' OR "published_on" GLOB '[12][0-9][0-9][0-9]' OR "published_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "published_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "checked_on" TEXT CONSTRAINT "external_figure.checked_on" CHECK ("checked_on" = 'unknown' OR "checked_on" GLOB '[12][0-9][0-9][0-9]' OR "checked_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "checked_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."external_figure" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "source" TEXT CONSTRAINT "external_figure.source" CHECK ("source" <> ''),
  "reference" TEXT CONSTRAINT "external_figure.reference" CHECK ("reference" <> ''),
  "note" TEXT CONSTRAINT "external_figure.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."person" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "pseudonym" TEXT NOT NULL CONSTRAINT "person.pseudonym" CHECK ("pseudonym" <> ''),
  "sex_registered" TEXT REFERENCES "code_sex" (code),
  "gender" TEXT NOT NULL REFERENCES "code_gender" (code),
  "birth_year" INTEGER CONSTRAINT "person.birth_year" CHECK ("birth_year" BETWEEN 1880 AND 2100),
  "age_band" TEXT REFERENCES "code_age_band" (code),
  "age_estimated" INTEGER CONSTRAINT "person.age_estimated" CHECK ("age_estimated" IN (0, 1)),
  "migration_status" TEXT REFERENCES "code_migration_status" (code),
  "indigenous_people" TEXT REFERENCES "code_indigenous_people" (code),
  "language" TEXT REFERENCES "code_language" (code),
  "second_language" TEXT REFERENCES "code_language" (code),
  "education" TEXT REFERENCES "code_education" (code),
  "marital_status" TEXT REFERENCES "code_marital_status" (code),
  "children_count" INTEGER CONSTRAINT "person.children_count" CHECK ("children_count" BETWEEN 0 AND 30),
  "dependants_with_client" INTEGER CONSTRAINT "person.dependants_with_client" CHECK ("dependants_with_client" BETWEEN 0 AND 30),
  "pregnant" INTEGER CONSTRAINT "person.pregnant" CHECK ("pregnant" IN (0, 1)),
  "lgbtiq" TEXT REFERENCES "code_yes_no_skip" (code),
  "residence_region" TEXT REFERENCES "code_region" (code),
  "residence_country" TEXT REFERENCES "code_country" (code),
  "deceased" INTEGER CONSTRAINT "person.deceased" CHECK ("deceased" IN (0, 1))
) STRICT;

CREATE TABLE IF NOT EXISTS identity."person" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "salutation" TEXT CONSTRAINT "person.salutation" CHECK ("salutation" <> ''),
  "given_names" TEXT CONSTRAINT "person.given_names" CHECK ("given_names" <> ''),
  "surname_paternal" TEXT CONSTRAINT "person.surname_paternal" CHECK ("surname_paternal" <> ''),
  "surname_maternal" TEXT CONSTRAINT "person.surname_maternal" CHECK ("surname_maternal" <> ''),
  "known_as" TEXT CONSTRAINT "person.known_as" CHECK ("known_as" <> ''),
  "title" TEXT CONSTRAINT "person.title" CHECK ("title" <> ''),
  "birth_date" TEXT CONSTRAINT "person.birth_date" CHECK ("birth_date" = 'unknown' OR "birth_date" GLOB '[12][0-9][0-9][0-9]' OR "birth_date" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "birth_date" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "birth_place" TEXT CONSTRAINT "person.birth_place" CHECK ("birth_place" <> ''),
  "doc_type" TEXT REFERENCES "code_doc_type" (code),
  "doc_number" TEXT CONSTRAINT "person.doc_number" CHECK ("doc_number" <> ''),
  "phone" TEXT CONSTRAINT "person.phone" CHECK ("phone" <> ''),
  "home_phone" TEXT CONSTRAINT "person.home_phone" CHECK ("home_phone" <> ''),
  "email" TEXT CONSTRAINT "person.email" CHECK ("email" <> ''),
  "social_handle" TEXT CONSTRAINT "person.social_handle" CHECK ("social_handle" <> ''),
  "address" TEXT CONSTRAINT "person.address" CHECK ("address" <> ''),
  "ubigeo6" TEXT CONSTRAINT "person.ubigeo6" CHECK ("ubigeo6" <> ''),
  "mailing_city" TEXT CONSTRAINT "person.mailing_city" CHECK ("mailing_city" <> ''),
  "mailing_state" TEXT CONSTRAINT "person.mailing_state" CHECK ("mailing_state" <> ''),
  "mailing_postcode" TEXT CONSTRAINT "person.mailing_postcode" CHECK ("mailing_postcode" <> ''),
  "mailing_country" TEXT REFERENCES "code_country" (code),
  "vulnerability_details" TEXT CONSTRAINT "person.vulnerability_details" CHECK ("vulnerability_details" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."person__nationality" (
  owner INTEGER NOT NULL REFERENCES "person" (id),
  code TEXT NOT NULL REFERENCES "code_country" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."person__disability" (
  owner INTEGER NOT NULL REFERENCES "person" (id),
  code TEXT NOT NULL REFERENCES "code_disability" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."person__vulnerabilities" (
  owner INTEGER NOT NULL REFERENCES "person" (id),
  code TEXT NOT NULL REFERENCES "code_vulnerability" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."safe_contact" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "person" INTEGER NOT NULL REFERENCES "person" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."safe_contact" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "channel" TEXT REFERENCES "code_contact_channel" (code),
  "value" TEXT CONSTRAINT "safe_contact.value" CHECK ("value" <> ''),
  "owner_relation" TEXT CONSTRAINT "safe_contact.owner_relation" CHECK ("owner_relation" <> ''),
  "safe_hours" TEXT CONSTRAINT "safe_contact.safe_hours" CHECK ("safe_hours" <> ''),
  "may_leave_message" INTEGER CONSTRAINT "safe_contact.may_leave_message" CHECK ("may_leave_message" IN (0, 1)),
  "may_say_ngo_name" INTEGER CONSTRAINT "safe_contact.may_say_ngo_name" CHECK ("may_say_ngo_name" IN (0, 1)),
  "code_word" TEXT CONSTRAINT "safe_contact.code_word" CHECK ("code_word" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."case" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "person" INTEGER NOT NULL REFERENCES "person" (id),
  "number" TEXT NOT NULL CONSTRAINT "case.number" CHECK ("number" <> ''),
  "status" TEXT NOT NULL REFERENCES "code_case_status" (code),
  "opened_on" TEXT NOT NULL CONSTRAINT "case.opened_on" CHECK ("opened_on" = 'unknown' OR "opened_on" GLOB '[12][0-9][0-9][0-9]' OR "opened_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "opened_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "first_contact_on" TEXT CONSTRAINT "case.first_contact_on" CHECK ("first_contact_on" = 'unknown' OR "first_contact_on" GLOB '[12][0-9][0-9][0-9]' OR "first_contact_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "first_contact_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "last_contact_on" TEXT CONSTRAINT "case.last_contact_on" CHECK ("last_contact_on" = 'unknown' OR "last_contact_on" GLOB '[12][0-9][0-9][0-9]' OR "last_contact_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "last_contact_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "owner" INTEGER NOT NULL REFERENCES "user" (id),
  "office_region" TEXT NOT NULL REFERENCES "code_region" (code),
  "source" TEXT REFERENCES "code_case_source" (code),
  "source_institution" INTEGER REFERENCES "institution" (id),
  "source_activity" INTEGER REFERENCES "activity" (id),
  "source_on" TEXT CONSTRAINT "case.source_on" CHECK ("source_on" = 'unknown' OR "source_on" GLOB '[12][0-9][0-9][0-9]' OR "source_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "source_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "source_reason" TEXT REFERENCES "code_referral_reason" (code),
  "trafficking_status" TEXT REFERENCES "code_trafficking_status" (code),
  "status_decided_by" TEXT REFERENCES "code_decision_org" (code),
  "status_decided_institution" INTEGER REFERENCES "institution" (id),
  "status_decided_on" TEXT CONSTRAINT "case.status_decided_on" CHECK ("status_decided_on" = 'unknown' OR "status_decided_on" GLOB '[12][0-9][0-9][0-9]' OR "status_decided_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "status_decided_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "risk_level" TEXT REFERENCES "code_risk_level" (code),
  "languages_interpreter" INTEGER CONSTRAINT "case.languages_interpreter" CHECK ("languages_interpreter" IN (0, 1)),
  "cross_border" INTEGER CONSTRAINT "case.cross_border" CHECK ("cross_border" IN (0, 1)),
  "closed_on" TEXT CONSTRAINT "case.closed_on" CHECK ("closed_on" = 'unknown' OR "closed_on" GLOB '[12][0-9][0-9][0-9]' OR "closed_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "closed_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "closure_reason" TEXT REFERENCES "code_closure_reason" (code),
  "retention_until" TEXT CONSTRAINT "case.retention_until" CHECK ("retention_until" = 'unknown' OR "retention_until" GLOB '[12][0-9][0-9][0-9]' OR "retention_until" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "retention_until" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."case" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "owner_name" TEXT CONSTRAINT "case.owner_name" CHECK ("owner_name" <> ''),
  "source_contact" TEXT CONSTRAINT "case.source_contact" CHECK ("source_contact" <> ''),
  "source_details" TEXT CONSTRAINT "case.source_details" CHECK ("source_details" <> ''),
  "closure_details" TEXT CONSTRAINT "case.closure_details" CHECK ("closure_details" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."situation" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "labour_sector" TEXT REFERENCES "code_labour_sector" (code),
  "age_at_start" INTEGER CONSTRAINT "situation.age_at_start" CHECK ("age_at_start" BETWEEN 0 AND 120),
  "start" TEXT CONSTRAINT "situation.start" CHECK ("start" = 'unknown' OR "start" GLOB '[12][0-9][0-9][0-9]' OR "start" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "start" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "end" TEXT CONSTRAINT "situation.end" CHECK ("end" = 'unknown' OR "end" GLOB '[12][0-9][0-9][0-9]' OR "end" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "end" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "duration_band" TEXT REFERENCES "code_duration_band" (code),
  "region_recruit" TEXT REFERENCES "code_region" (code),
  "region_exploit" TEXT REFERENCES "code_region" (code),
  "country_exploit" TEXT REFERENCES "code_country" (code),
  "internal_or_cross_border" TEXT REFERENCES "code_internal_or_cross_border" (code),
  "direction" TEXT REFERENCES "code_direction" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."situation" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "place_recruit" TEXT CONSTRAINT "situation.place_recruit" CHECK ("place_recruit" <> ''),
  "place_exploit" TEXT CONSTRAINT "situation.place_exploit" CHECK ("place_exploit" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."situation__act" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_act" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__means" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_means" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__purpose" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_purpose" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__exploitation_type" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_exploitation_type" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__sex_form" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_sex_form" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__control" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_control" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__recruit_method" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_recruit_method" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__recruit_platform" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_platform" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__exploit_platform" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_platform" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__recruiter_relation" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_recruiter_relation" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."situation__region_transit" (
  owner INTEGER NOT NULL REFERENCES "situation" (id),
  code TEXT NOT NULL REFERENCES "code_region" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."consent" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "purpose" TEXT NOT NULL REFERENCES "code_consent_purpose" (code),
  "institution" INTEGER REFERENCES "institution" (id),
  "decision" TEXT NOT NULL REFERENCES "code_consent_decision" (code),
  "giver" TEXT REFERENCES "code_consent_giver" (code),
  "capacity" TEXT REFERENCES "code_consent_capacity" (code),
  "adolescent_assent" INTEGER CONSTRAINT "consent.adolescent_assent" CHECK ("adolescent_assent" IN (0, 1)),
  "method" TEXT REFERENCES "code_consent_method" (code),
  "on" TEXT CONSTRAINT "consent.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "expires_on" TEXT CONSTRAINT "consent.expires_on" CHECK ("expires_on" = 'unknown' OR "expires_on" GLOB '[12][0-9][0-9][0-9]' OR "expires_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "expires_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "withdrawn_on" TEXT CONSTRAINT "consent.withdrawn_on" CHECK ("withdrawn_on" = 'unknown' OR "withdrawn_on" GLOB '[12][0-9][0-9][0-9]' OR "withdrawn_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "withdrawn_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "language" TEXT REFERENCES "code_language" (code),
  "override_second_user" INTEGER REFERENCES "user" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."consent" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "override_reason" TEXT CONSTRAINT "consent.override_reason" CHECK ("override_reason" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."consent__explained_checklist" (
  owner INTEGER NOT NULL REFERENCES "consent" (id),
  code TEXT NOT NULL REFERENCES "code_consent_explained" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."service" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "person" INTEGER NOT NULL REFERENCES "person" (id),
  "service_type" TEXT NOT NULL REFERENCES "code_service_type" (code),
  "planned_on" TEXT CONSTRAINT "service.planned_on" CHECK ("planned_on" = 'unknown' OR "planned_on" GLOB '[12][0-9][0-9][0-9]' OR "planned_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "planned_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "delivered_on" TEXT CONSTRAINT "service.delivered_on" CHECK ("delivered_on" = 'unknown' OR "delivered_on" GLOB '[12][0-9][0-9][0-9]' OR "delivered_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "delivered_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "status" TEXT NOT NULL REFERENCES "code_service_status" (code),
  "provider_kind" TEXT REFERENCES "code_provider_kind" (code),
  "institution" INTEGER REFERENCES "institution" (id),
  "staff" INTEGER REFERENCES "user" (id),
  "region" TEXT NOT NULL REFERENCES "code_region" (code),
  "modality" TEXT REFERENCES "code_modality" (code),
  "quantity" INTEGER CONSTRAINT "service.quantity" CHECK ("quantity" BETWEEN 0 AND 100000),
  "minutes" INTEGER CONSTRAINT "service.minutes" CHECK ("minutes" BETWEEN 0 AND 100000),
  "cost_cents" INTEGER CONSTRAINT "service.cost_cents" CHECK ("cost_cents" BETWEEN 0 AND 100000000000),
  "currency" TEXT REFERENCES "code_currency" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."service" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "note" TEXT CONSTRAINT "service.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."referral" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "person" INTEGER NOT NULL REFERENCES "person" (id),
  "direction" TEXT NOT NULL REFERENCES "code_referral_direction" (code),
  "to_institution" INTEGER REFERENCES "institution" (id),
  "service_type" TEXT REFERENCES "code_service_type" (code),
  "urgency" TEXT REFERENCES "code_referral_urgency" (code),
  "reason" TEXT REFERENCES "code_referral_reason" (code),
  "method" TEXT REFERENCES "code_referral_method" (code),
  "consent_id" INTEGER REFERENCES "consent" (id),
  "data_shared_profile" TEXT REFERENCES "code_data_shared_profile" (code),
  "sent_on" TEXT CONSTRAINT "referral.sent_on" CHECK ("sent_on" = 'unknown' OR "sent_on" GLOB '[12][0-9][0-9][0-9]' OR "sent_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "sent_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "due_on" TEXT CONSTRAINT "referral.due_on" CHECK ("due_on" = 'unknown' OR "due_on" GLOB '[12][0-9][0-9][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "state" TEXT NOT NULL REFERENCES "code_referral_state" (code),
  "completed_by" TEXT REFERENCES "code_referral_confirmed_by" (code),
  "previous_referral" INTEGER REFERENCES "referral" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."referral" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "to_contact" TEXT CONSTRAINT "referral.to_contact" CHECK ("to_contact" <> ''),
  "document_no" TEXT CONSTRAINT "referral.document_no" CHECK ("document_no" <> ''),
  "details" TEXT CONSTRAINT "referral.details" CHECK ("details" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."referral_event" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "referral" INTEGER NOT NULL REFERENCES "referral" (id),
  "state" TEXT NOT NULL REFERENCES "code_referral_state" (code),
  "on" TEXT NOT NULL CONSTRAINT "referral_event.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "by" INTEGER REFERENCES "user" (id),
  "reason_code" TEXT REFERENCES "code_referral_reason_code" (code),
  "correction" INTEGER CONSTRAINT "referral_event.correction" CHECK ("correction" IN (0, 1))
) STRICT;

CREATE TABLE IF NOT EXISTS identity."referral_event" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "contact_person" TEXT CONSTRAINT "referral_event.contact_person" CHECK ("contact_person" <> ''),
  "note" TEXT CONSTRAINT "referral_event.note" CHECK ("note" <> ''),
  "next_step" TEXT CONSTRAINT "referral_event.next_step" CHECK ("next_step" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."follow_up" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "due_on" TEXT NOT NULL CONSTRAINT "follow_up.due_on" CHECK ("due_on" = 'unknown' OR "due_on" GLOB '[12][0-9][0-9][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "done_on" TEXT CONSTRAINT "follow_up.done_on" CHECK ("done_on" = 'unknown' OR "done_on" GLOB '[12][0-9][0-9][0-9]' OR "done_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "done_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "by" INTEGER REFERENCES "user" (id),
  "kind" TEXT REFERENCES "code_follow_up_kind" (code),
  "outcome" TEXT REFERENCES "code_follow_up_outcome" (code),
  "wellbeing" INTEGER CONSTRAINT "follow_up.wellbeing" CHECK ("wellbeing" BETWEEN 1 AND 5),
  "risk_changed" INTEGER CONSTRAINT "follow_up.risk_changed" CHECK ("risk_changed" IN (0, 1))
) STRICT;

CREATE TABLE IF NOT EXISTS identity."follow_up" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "note" TEXT CONSTRAINT "follow_up.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."note" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "kind" TEXT NOT NULL REFERENCES "code_note_kind" (code),
  "on" TEXT NOT NULL CONSTRAINT "note.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "author" INTEGER REFERENCES "user" (id),
  "private_to_author" INTEGER CONSTRAINT "note.private_to_author" CHECK ("private_to_author" IN (0, 1))
) STRICT;

CREATE TABLE IF NOT EXISTS identity."note" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "text" TEXT CONSTRAINT "note.text" CHECK ("text" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."attachment" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "added_on" TEXT NOT NULL CONSTRAINT "attachment.added_on" CHECK ("added_on" = 'unknown' OR "added_on" GLOB '[12][0-9][0-9][0-9]' OR "added_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "added_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "by" INTEGER REFERENCES "user" (id)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."attachment" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "kind" TEXT REFERENCES "code_attachment_kind" (code),
  "title" TEXT CONSTRAINT "attachment.title" CHECK ("title" <> ''),
  "mime" TEXT CONSTRAINT "attachment.mime" CHECK ("mime" <> ''),
  "size" INTEGER CONSTRAINT "attachment.size" CHECK ("size" BETWEEN 0 AND 52428800),
  "sha" TEXT CONSTRAINT "attachment.sha" CHECK ("sha" <> ''),
  "pages" INTEGER CONSTRAINT "attachment.pages" CHECK ("pages" BETWEEN 1 AND 100000),
  "orientation" INTEGER CONSTRAINT "attachment.orientation" CHECK ("orientation" BETWEEN 1 AND 8)
) STRICT;

CREATE TABLE IF NOT EXISTS main."risk_assessment" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "on" TEXT NOT NULL CONSTRAINT "risk_assessment.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "by" INTEGER REFERENCES "user" (id),
  "trafficker_contact" TEXT REFERENCES "code_yes_no_unknown" (code),
  "threats" TEXT REFERENCES "code_yes_no_unknown" (code),
  "housing" TEXT REFERENCES "code_yes_no_unknown" (code),
  "health" TEXT REFERENCES "code_yes_no_unknown" (code),
  "suicide" TEXT REFERENCES "code_yes_no_unknown" (code),
  "children" TEXT REFERENCES "code_yes_no_unknown" (code),
  "documents" TEXT REFERENCES "code_yes_no_unknown" (code),
  "money" TEXT REFERENCES "code_yes_no_unknown" (code),
  "staff_safety" TEXT REFERENCES "code_yes_no_unknown" (code),
  "score" INTEGER CONSTRAINT "risk_assessment.score" CHECK ("score" BETWEEN 0 AND 100),
  "proposed_level" TEXT REFERENCES "code_risk_level" (code),
  "level" TEXT NOT NULL REFERENCES "code_risk_level" (code),
  "next_due" TEXT NOT NULL CONSTRAINT "risk_assessment.next_due" CHECK ("next_due" = 'unknown' OR "next_due" GLOB '[12][0-9][0-9][0-9]' OR "next_due" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "next_due" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."risk_assessment" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "level_reason" TEXT CONSTRAINT "risk_assessment.level_reason" CHECK ("level_reason" <> ''),
  "note" TEXT CONSTRAINT "risk_assessment.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."safety_plan" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "on" TEXT NOT NULL CONSTRAINT "safety_plan.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "reviewed_on" TEXT CONSTRAINT "safety_plan.reviewed_on" CHECK ("reviewed_on" = 'unknown' OR "reviewed_on" GLOB '[12][0-9][0-9][0-9]' OR "reviewed_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "reviewed_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."safety_plan" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "warning_signs" TEXT CONSTRAINT "safety_plan.warning_signs" CHECK ("warning_signs" <> ''),
  "safe_places" TEXT CONSTRAINT "safety_plan.safe_places" CHECK ("safe_places" <> ''),
  "people_to_call" TEXT CONSTRAINT "safety_plan.people_to_call" CHECK ("people_to_call" <> ''),
  "what_to_take" TEXT CONSTRAINT "safety_plan.what_to_take" CHECK ("what_to_take" <> ''),
  "digital_safety" TEXT CONSTRAINT "safety_plan.digital_safety" CHECK ("digital_safety" <> ''),
  "children_plan" TEXT CONSTRAINT "safety_plan.children_plan" CHECK ("children_plan" <> ''),
  "note" TEXT CONSTRAINT "safety_plan.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."need" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "domain" TEXT NOT NULL REFERENCES "code_service_domain" (code),
  "urgency" TEXT NOT NULL REFERENCES "code_need_urgency" (code),
  "state" TEXT REFERENCES "code_need_state" (code),
  "on" TEXT CONSTRAINT "need.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."need" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "note" TEXT CONSTRAINT "need.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."plan" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "status" TEXT NOT NULL REFERENCES "code_plan_status" (code),
  "opened_on" TEXT NOT NULL CONSTRAINT "plan.opened_on" CHECK ("opened_on" = 'unknown' OR "opened_on" GLOB '[12][0-9][0-9][0-9]' OR "opened_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "opened_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "place_of_execution" TEXT REFERENCES "code_plan_place" (code),
  "lead_institution" INTEGER REFERENCES "institution" (id),
  "client_agreed" INTEGER CONSTRAINT "plan.client_agreed" CHECK ("client_agreed" IN (0, 1)),
  "agreed_on" TEXT CONSTRAINT "plan.agreed_on" CHECK ("agreed_on" = 'unknown' OR "agreed_on" GLOB '[12][0-9][0-9][0-9]' OR "agreed_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "agreed_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "review_on" TEXT CONSTRAINT "plan.review_on" CHECK ("review_on" = 'unknown' OR "review_on" GLOB '[12][0-9][0-9][0-9]' OR "review_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "review_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "planned_end" TEXT CONSTRAINT "plan.planned_end" CHECK ("planned_end" = 'unknown' OR "planned_end" GLOB '[12][0-9][0-9][0-9]' OR "planned_end" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "planned_end" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "actual_end" TEXT CONSTRAINT "plan.actual_end" CHECK ("actual_end" = 'unknown' OR "actual_end" GLOB '[12][0-9][0-9][0-9]' OR "actual_end" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "actual_end" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."plan" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "note" TEXT CONSTRAINT "plan.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."plan_goal" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "plan" INTEGER NOT NULL REFERENCES "plan" (id),
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "domain" TEXT NOT NULL REFERENCES "code_service_domain" (code),
  "due_on" TEXT CONSTRAINT "plan_goal.due_on" CHECK ("due_on" = 'unknown' OR "due_on" GLOB '[12][0-9][0-9][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "status" TEXT NOT NULL REFERENCES "code_goal_status" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."plan_goal" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "text" TEXT CONSTRAINT "plan_goal.text" CHECK ("text" <> ''),
  "indicator" TEXT CONSTRAINT "plan_goal.indicator" CHECK ("indicator" <> ''),
  "status_reason" TEXT CONSTRAINT "plan_goal.status_reason" CHECK ("status_reason" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."plan_action" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "plan_goal" INTEGER NOT NULL REFERENCES "plan_goal" (id),
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "responsible" INTEGER REFERENCES "user" (id),
  "institution" INTEGER REFERENCES "institution" (id),
  "service_type" TEXT REFERENCES "code_service_type" (code),
  "due_on" TEXT CONSTRAINT "plan_action.due_on" CHECK ("due_on" = 'unknown' OR "due_on" GLOB '[12][0-9][0-9][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "done_on" TEXT CONSTRAINT "plan_action.done_on" CHECK ("done_on" = 'unknown' OR "done_on" GLOB '[12][0-9][0-9][0-9]' OR "done_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "done_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."plan_action" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "what" TEXT CONSTRAINT "plan_action.what" CHECK ("what" <> ''),
  "responsible_other" TEXT CONSTRAINT "plan_action.responsible_other" CHECK ("responsible_other" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."case_member" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "person" INTEGER NOT NULL REFERENCES "person" (id),
  "role" TEXT NOT NULL REFERENCES "code_member_role" (code),
  "since_on" TEXT CONSTRAINT "case_member.since_on" CHECK ("since_on" = 'unknown' OR "since_on" GLOB '[12][0-9][0-9][0-9]' OR "since_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "since_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS main."assignment" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "user" INTEGER NOT NULL REFERENCES "user" (id),
  "role" TEXT NOT NULL REFERENCES "code_assignment_role" (code),
  "from_on" TEXT NOT NULL CONSTRAINT "assignment.from_on" CHECK ("from_on" = 'unknown' OR "from_on" GLOB '[12][0-9][0-9][0-9]' OR "from_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "from_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "to_on" TEXT CONSTRAINT "assignment.to_on" CHECK ("to_on" = 'unknown' OR "to_on" GLOB '[12][0-9][0-9][0-9]' OR "to_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "to_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."assignment" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "reason" TEXT CONSTRAINT "assignment.reason" CHECK ("reason" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."relative" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "person" INTEGER NOT NULL REFERENCES "person" (id),
  "relation" TEXT NOT NULL REFERENCES "code_relative_relation" (code),
  "is_legal_guardian" INTEGER CONSTRAINT "relative.is_legal_guardian" CHECK ("is_legal_guardian" IN (0, 1)),
  "possibly_involved" INTEGER CONSTRAINT "relative.possibly_involved" CHECK ("possibly_involved" IN (0, 1)),
  "knows" TEXT REFERENCES "code_yes_no_unknown" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."relative" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "name" TEXT CONSTRAINT "relative.name" CHECK ("name" <> ''),
  "doc_number" TEXT CONSTRAINT "relative.doc_number" CHECK ("doc_number" <> ''),
  "phone" TEXT CONSTRAINT "relative.phone" CHECK ("phone" <> ''),
  "address" TEXT CONSTRAINT "relative.address" CHECK ("address" <> ''),
  "note" TEXT CONSTRAINT "relative.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."situation_event" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "situation" INTEGER NOT NULL REFERENCES "situation" (id),
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "kind" TEXT NOT NULL REFERENCES "code_trafficking_event_type" (code),
  "on" TEXT CONSTRAINT "situation_event.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "country" TEXT REFERENCES "code_country" (code),
  "region" TEXT REFERENCES "code_region" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."situation_event" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "place_text" TEXT CONSTRAINT "situation_event.place_text" CHECK ("place_text" <> ''),
  "street" TEXT CONSTRAINT "situation_event.street" CHECK ("street" <> ''),
  "ubigeo6" TEXT CONSTRAINT "situation_event.ubigeo6" CHECK ("ubigeo6" <> ''),
  "latitude" TEXT CONSTRAINT "situation_event.latitude" CHECK ("latitude" <> ''),
  "longitude" TEXT CONSTRAINT "situation_event.longitude" CHECK ("longitude" <> ''),
  "description" TEXT CONSTRAINT "situation_event.description" CHECK ("description" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."perpetrator" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "sex" TEXT REFERENCES "code_sex" (code),
  "relation" TEXT REFERENCES "code_recruiter_relation" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."perpetrator" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "name" TEXT CONSTRAINT "perpetrator.name" CHECK ("name" <> ''),
  "known_as" TEXT CONSTRAINT "perpetrator.known_as" CHECK ("known_as" <> ''),
  "doc_number" TEXT CONSTRAINT "perpetrator.doc_number" CHECK ("doc_number" <> ''),
  "phone" TEXT CONSTRAINT "perpetrator.phone" CHECK ("phone" <> ''),
  "description" TEXT CONSTRAINT "perpetrator.description" CHECK ("description" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."perpetrator__role" (
  owner INTEGER NOT NULL REFERENCES "perpetrator" (id),
  code TEXT NOT NULL REFERENCES "code_perpetrator_role" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."perpetrator__nationality" (
  owner INTEGER NOT NULL REFERENCES "perpetrator" (id),
  code TEXT NOT NULL REFERENCES "code_country" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."proceeding" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "kind" TEXT NOT NULL REFERENCES "code_proceeding_kind" (code),
  "institution" INTEGER REFERENCES "institution" (id),
  "opened_on" TEXT CONSTRAINT "proceeding.opened_on" CHECK ("opened_on" = 'unknown' OR "opened_on" GLOB '[12][0-9][0-9][0-9]' OR "opened_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "opened_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "stage" TEXT REFERENCES "code_proceeding_stage" (code),
  "next_hearing_on" TEXT CONSTRAINT "proceeding.next_hearing_on" CHECK ("next_hearing_on" = 'unknown' OR "next_hearing_on" GLOB '[12][0-9][0-9][0-9]' OR "next_hearing_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "next_hearing_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."proceeding" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "number" TEXT CONSTRAINT "proceeding.number" CHECK ("number" <> ''),
  "hearing_hour" TEXT CONSTRAINT "proceeding.hearing_hour" CHECK ("hearing_hour" <> ''),
  "lawyer" TEXT CONSTRAINT "proceeding.lawyer" CHECK ("lawyer" <> ''),
  "note" TEXT CONSTRAINT "proceeding.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."proceeding__protection_measure" (
  owner INTEGER NOT NULL REFERENCES "proceeding" (id),
  code TEXT NOT NULL REFERENCES "code_protection_measure" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."task" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "due_on" TEXT NOT NULL CONSTRAINT "task.due_on" CHECK ("due_on" = 'unknown' OR "due_on" GLOB '[12][0-9][0-9][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "due_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "owner" INTEGER NOT NULL REFERENCES "user" (id),
  "case" INTEGER REFERENCES "case" (id),
  "state" TEXT NOT NULL REFERENCES "code_task_state" (code),
  "done_on" TEXT CONSTRAINT "task.done_on" CHECK ("done_on" = 'unknown' OR "done_on" GLOB '[12][0-9][0-9][0-9]' OR "done_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "done_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "origin" TEXT NOT NULL REFERENCES "code_task_origin" (code),
  "origin_id" INTEGER,
  "origin_due" TEXT CONSTRAINT "task.origin_due" CHECK ("origin_due" = 'unknown' OR "origin_due" GLOB '[12][0-9][0-9][0-9]' OR "origin_due" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "origin_due" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "snoozed_until" TEXT CONSTRAINT "task.snoozed_until" CHECK ("snoozed_until" = 'unknown' OR "snoozed_until" GLOB '[12][0-9][0-9][0-9]' OR "snoozed_until" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "snoozed_until" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."task" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "title" TEXT CONSTRAINT "task.title" CHECK ("title" <> ''),
  "snooze_reason" TEXT CONSTRAINT "task.snooze_reason" CHECK ("snooze_reason" <> ''),
  "note" TEXT CONSTRAINT "task.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."approval" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "kind" TEXT NOT NULL REFERENCES "code_approval_kind" (code),
  "case" INTEGER REFERENCES "case" (id),
  "object_id" INTEGER,
  "requested_by" INTEGER NOT NULL REFERENCES "user" (id),
  "requested_at" TEXT NOT NULL CONSTRAINT "approval.requested_at" CHECK ("requested_at" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
  "decision" TEXT NOT NULL REFERENCES "code_approval_decision" (code),
  "decided_by" INTEGER REFERENCES "user" (id),
  "decided_at" TEXT CONSTRAINT "approval.decided_at" CHECK ("decided_at" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
  "used_at" TEXT CONSTRAINT "approval.used_at" CHECK ("used_at" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
  "seen_at" TEXT CONSTRAINT "approval.seen_at" CHECK ("seen_at" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."approval" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "request_note" TEXT CONSTRAINT "approval.request_note" CHECK ("request_note" <> ''),
  "comment" TEXT CONSTRAINT "approval.comment" CHECK ("comment" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."closure" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "on" TEXT NOT NULL CONSTRAINT "closure.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "status" TEXT NOT NULL REFERENCES "code_case_status" (code),
  "reason" TEXT NOT NULL REFERENCES "code_closure_reason" (code),
  "outcome" TEXT REFERENCES "code_closure_outcome" (code),
  "sustainability" TEXT REFERENCES "code_sustainability" (code),
  "handover_institution" INTEGER REFERENCES "institution" (id),
  "retention_until" TEXT NOT NULL CONSTRAINT "closure.retention_until" CHECK ("retention_until" = 'unknown' OR "retention_until" GLOB '[12][0-9][0-9][0-9]' OR "retention_until" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "retention_until" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "destroy_after_action" TEXT REFERENCES "code_destroy_action" (code)
) STRICT;

CREATE TABLE IF NOT EXISTS identity."closure" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "open_items" TEXT CONSTRAINT "closure.open_items" CHECK ("open_items" <> ''),
  "note" TEXT CONSTRAINT "closure.note" CHECK ("note" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."closure_item" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "closure" INTEGER NOT NULL REFERENCES "closure" (id),
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  "kind" TEXT NOT NULL REFERENCES "code_open_item" (code),
  "object_id" INTEGER
) STRICT;

CREATE TABLE IF NOT EXISTS identity."closure_item" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "explanation" TEXT CONSTRAINT "closure_item.explanation" CHECK ("explanation" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."saved_filter" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "owner" INTEGER NOT NULL REFERENCES "user" (id),
  "shared" INTEGER CONSTRAINT "saved_filter.shared" CHECK ("shared" IN (0, 1))
) STRICT;

CREATE TABLE IF NOT EXISTS identity."saved_filter" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "name" TEXT CONSTRAINT "saved_filter.name" CHECK ("name" <> ''),
  "filter" TEXT CONSTRAINT "saved_filter.filter" CHECK ("filter" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."dup_decision" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "a" INTEGER NOT NULL REFERENCES "person" (id),
  "b" INTEGER NOT NULL REFERENCES "person" (id),
  "verdict" TEXT NOT NULL REFERENCES "code_dup_verdict" (code),
  "score" INTEGER CONSTRAINT "dup_decision.score" CHECK ("score" BETWEEN 0 AND 100),
  "on" TEXT CONSTRAINT "dup_decision.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "by" INTEGER REFERENCES "user" (id),
  "merged_into" INTEGER REFERENCES "person" (id),
  "undo_until" TEXT CONSTRAINT "dup_decision.undo_until" CHECK ("undo_until" = 'unknown' OR "undo_until" GLOB '[12][0-9][0-9][0-9]' OR "undo_until" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "undo_until" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "undone_on" TEXT CONSTRAINT "dup_decision.undone_on" CHECK ("undone_on" = 'unknown' OR "undone_on" GLOB '[12][0-9][0-9][0-9]' OR "undone_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "undone_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."dup_decision" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "merge_data" TEXT CONSTRAINT "dup_decision.merge_data" CHECK ("merge_data" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."dup_decision__reason" (
  owner INTEGER NOT NULL REFERENCES "dup_decision" (id),
  code TEXT NOT NULL REFERENCES "code_dup_reason" (code),
  PRIMARY KEY (owner, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main."setting" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "lock_minutes" INTEGER CONSTRAINT "setting.lock_minutes" CHECK ("lock_minutes" BETWEEN 1 AND 15),
  "office_name" TEXT CONSTRAINT "setting.office_name" CHECK ("office_name" <> '')
) STRICT;

CREATE TABLE IF NOT EXISTS main."finding" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL,
  deleted_at TEXT,
  "pack" INTEGER NOT NULL,
  "auditor" INTEGER NOT NULL REFERENCES "user" (id),
  "on" TEXT NOT NULL CONSTRAINT "finding.on" CHECK ("on" = 'unknown' OR "on" GLOB '[12][0-9][0-9][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  "about" TEXT NOT NULL REFERENCES "code_finding_about" (code),
  "code" TEXT CONSTRAINT "finding.code" CHECK ("code" <> ''),
  "state" TEXT NOT NULL REFERENCES "code_finding_state" (code),
  "closed_on" TEXT CONSTRAINT "finding.closed_on" CHECK ("closed_on" = 'unknown' OR "closed_on" GLOB '[12][0-9][0-9][0-9]' OR "closed_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "closed_on" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE TABLE IF NOT EXISTS identity."finding" (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  rev INTEGER NOT NULL CHECK (rev > 0),
  "text" TEXT CONSTRAINT "finding.text" CHECK ("text" <> ''),
  "answer" TEXT CONSTRAINT "finding.answer" CHECK ("answer" <> '')
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS main."institution_code_unique" ON "institution" ("code");
CREATE INDEX IF NOT EXISTS main."institution_kind" ON "institution" ("kind");
CREATE INDEX IF NOT EXISTS main."institution_region" ON "institution" ("region");
CREATE INDEX IF NOT EXISTS main."institution_replaced_by" ON "institution" ("replaced_by");
CREATE INDEX IF NOT EXISTS main."document_kind" ON "document" ("kind");
CREATE INDEX IF NOT EXISTS main."local_sheet_topic" ON "local_sheet" ("topic");
CREATE UNIQUE INDEX IF NOT EXISTS main."activity_code_unique" ON "activity" ("code");
CREATE INDEX IF NOT EXISTS main."activity_kind" ON "activity" ("kind");
CREATE INDEX IF NOT EXISTS main."activity_status" ON "activity" ("status");
CREATE INDEX IF NOT EXISTS main."activity_on" ON "activity" ("on");
CREATE INDEX IF NOT EXISTS main."activity_region" ON "activity" ("region");
CREATE INDEX IF NOT EXISTS main."activity_institution" ON "activity" ("institution");
CREATE INDEX IF NOT EXISTS main."activity_series" ON "activity" ("series");
CREATE INDEX IF NOT EXISTS main."activity_responsible" ON "activity" ("responsible");
CREATE UNIQUE INDEX IF NOT EXISTS main."training_code_unique" ON "training" ("code");
CREATE INDEX IF NOT EXISTS main."training_status" ON "training" ("status");
CREATE INDEX IF NOT EXISTS main."training_on" ON "training" ("on");
CREATE INDEX IF NOT EXISTS main."training_region" ON "training" ("region");
CREATE INDEX IF NOT EXISTS main."training_institution" ON "training" ("institution");
CREATE INDEX IF NOT EXISTS main."training_responsible" ON "training" ("responsible");
CREATE INDEX IF NOT EXISTS main."training_attendance_training" ON "training_attendance" ("training");
CREATE INDEX IF NOT EXISTS main."training_attendance_audience" ON "training_attendance" ("audience");
CREATE INDEX IF NOT EXISTS main."training_attendance_institution" ON "training_attendance" ("institution");
CREATE INDEX IF NOT EXISTS main."training_attendance_region" ON "training_attendance" ("region");
CREATE UNIQUE INDEX IF NOT EXISTS main."regional_plan_code_unique" ON "regional_plan" ("code");
CREATE INDEX IF NOT EXISTS main."regional_plan_region" ON "regional_plan" ("region");
CREATE INDEX IF NOT EXISTS main."regional_plan_institution" ON "regional_plan" ("institution");
CREATE INDEX IF NOT EXISTS main."regional_plan_status" ON "regional_plan" ("status");
CREATE INDEX IF NOT EXISTS main."regional_plan_replaced_by" ON "regional_plan" ("replaced_by");
CREATE INDEX IF NOT EXISTS main."regional_goal_regional_plan" ON "regional_goal" ("regional_plan");
CREATE INDEX IF NOT EXISTS main."regional_action_regional_goal" ON "regional_action" ("regional_goal");
CREATE INDEX IF NOT EXISTS main."regional_action_institution" ON "regional_action" ("institution");
CREATE INDEX IF NOT EXISTS main."regional_action_due_on" ON "regional_action" ("due_on");
CREATE INDEX IF NOT EXISTS main."regional_action_status" ON "regional_action" ("status");
CREATE INDEX IF NOT EXISTS main."regional_progress_regional_action" ON "regional_progress" ("regional_action");
CREATE INDEX IF NOT EXISTS main."regional_progress_document" ON "regional_progress" ("document");
CREATE UNIQUE INDEX IF NOT EXISTS main."forum_code_unique" ON "forum" ("code");
CREATE INDEX IF NOT EXISTS main."forum_on" ON "forum" ("on");
CREATE INDEX IF NOT EXISTS main."forum_region" ON "forum" ("region");
CREATE INDEX IF NOT EXISTS main."forum_institution" ON "forum" ("institution");
CREATE INDEX IF NOT EXISTS main."forum_next_on" ON "forum" ("next_on");
CREATE INDEX IF NOT EXISTS main."commitment_forum" ON "commitment" ("forum");
CREATE INDEX IF NOT EXISTS main."commitment_promised_by" ON "commitment" ("promised_by");
CREATE INDEX IF NOT EXISTS main."commitment_promised_to" ON "commitment" ("promised_to");
CREATE INDEX IF NOT EXISTS main."commitment_region" ON "commitment" ("region");
CREATE INDEX IF NOT EXISTS main."commitment_due_on" ON "commitment" ("due_on");
CREATE INDEX IF NOT EXISTS main."commitment_status" ON "commitment" ("status");
CREATE INDEX IF NOT EXISTS main."commitment_responsible" ON "commitment" ("responsible");
CREATE INDEX IF NOT EXISTS main."commitment_update_commitment" ON "commitment_update" ("commitment");
CREATE INDEX IF NOT EXISTS main."commitment_update_document" ON "commitment_update" ("document");
CREATE UNIQUE INDEX IF NOT EXISTS main."external_figure_code_unique" ON "external_figure" ("code");
CREATE INDEX IF NOT EXISTS main."external_figure_measure" ON "external_figure" ("measure");
CREATE INDEX IF NOT EXISTS main."external_figure_from_on" ON "external_figure" ("from_on");
CREATE INDEX IF NOT EXISTS main."external_figure_region" ON "external_figure" ("region");
CREATE INDEX IF NOT EXISTS main."external_figure_institution" ON "external_figure" ("institution");
CREATE UNIQUE INDEX IF NOT EXISTS main."person_pseudonym_unique" ON "person" ("pseudonym");
CREATE INDEX IF NOT EXISTS main."person_residence_region" ON "person" ("residence_region");
CREATE INDEX IF NOT EXISTS main."safe_contact_person" ON "safe_contact" ("person");
CREATE INDEX IF NOT EXISTS main."case_person" ON "case" ("person");
CREATE UNIQUE INDEX IF NOT EXISTS main."case_number_unique" ON "case" ("number");
CREATE INDEX IF NOT EXISTS main."case_opened_on" ON "case" ("opened_on");
CREATE INDEX IF NOT EXISTS main."case_owner" ON "case" ("owner");
CREATE INDEX IF NOT EXISTS main."case_source_institution" ON "case" ("source_institution");
CREATE INDEX IF NOT EXISTS main."case_source_activity" ON "case" ("source_activity");
CREATE INDEX IF NOT EXISTS main."case_trafficking_status" ON "case" ("trafficking_status");
CREATE INDEX IF NOT EXISTS main."case_status_decided_institution" ON "case" ("status_decided_institution");
CREATE INDEX IF NOT EXISTS main."situation_case" ON "situation" ("case");
CREATE INDEX IF NOT EXISTS main."situation_region_exploit" ON "situation" ("region_exploit");
CREATE INDEX IF NOT EXISTS main."consent_case" ON "consent" ("case");
CREATE INDEX IF NOT EXISTS main."consent_purpose" ON "consent" ("purpose");
CREATE INDEX IF NOT EXISTS main."consent_institution" ON "consent" ("institution");
CREATE INDEX IF NOT EXISTS main."consent_override_second_user" ON "consent" ("override_second_user");
CREATE INDEX IF NOT EXISTS main."service_case" ON "service" ("case");
CREATE INDEX IF NOT EXISTS main."service_person" ON "service" ("person");
CREATE INDEX IF NOT EXISTS main."service_service_type" ON "service" ("service_type");
CREATE INDEX IF NOT EXISTS main."service_delivered_on" ON "service" ("delivered_on");
CREATE INDEX IF NOT EXISTS main."service_status" ON "service" ("status");
CREATE INDEX IF NOT EXISTS main."service_institution" ON "service" ("institution");
CREATE INDEX IF NOT EXISTS main."service_staff" ON "service" ("staff");
CREATE INDEX IF NOT EXISTS main."service_region" ON "service" ("region");
CREATE INDEX IF NOT EXISTS main."referral_case" ON "referral" ("case");
CREATE INDEX IF NOT EXISTS main."referral_person" ON "referral" ("person");
CREATE INDEX IF NOT EXISTS main."referral_to_institution" ON "referral" ("to_institution");
CREATE INDEX IF NOT EXISTS main."referral_consent_id" ON "referral" ("consent_id");
CREATE INDEX IF NOT EXISTS main."referral_sent_on" ON "referral" ("sent_on");
CREATE INDEX IF NOT EXISTS main."referral_state" ON "referral" ("state");
CREATE INDEX IF NOT EXISTS main."referral_previous_referral" ON "referral" ("previous_referral");
CREATE INDEX IF NOT EXISTS main."referral_event_referral" ON "referral_event" ("referral");
CREATE INDEX IF NOT EXISTS main."referral_event_by" ON "referral_event" ("by");
CREATE INDEX IF NOT EXISTS main."follow_up_case" ON "follow_up" ("case");
CREATE INDEX IF NOT EXISTS main."follow_up_due_on" ON "follow_up" ("due_on");
CREATE INDEX IF NOT EXISTS main."follow_up_by" ON "follow_up" ("by");
CREATE INDEX IF NOT EXISTS main."note_case" ON "note" ("case");
CREATE INDEX IF NOT EXISTS main."note_author" ON "note" ("author");
CREATE INDEX IF NOT EXISTS main."attachment_case" ON "attachment" ("case");
CREATE INDEX IF NOT EXISTS main."attachment_by" ON "attachment" ("by");
CREATE INDEX IF NOT EXISTS main."risk_assessment_case" ON "risk_assessment" ("case");
CREATE INDEX IF NOT EXISTS main."risk_assessment_on" ON "risk_assessment" ("on");
CREATE INDEX IF NOT EXISTS main."risk_assessment_by" ON "risk_assessment" ("by");
CREATE INDEX IF NOT EXISTS main."risk_assessment_next_due" ON "risk_assessment" ("next_due");
CREATE INDEX IF NOT EXISTS main."safety_plan_case" ON "safety_plan" ("case");
CREATE INDEX IF NOT EXISTS main."safety_plan_on" ON "safety_plan" ("on");
CREATE INDEX IF NOT EXISTS main."need_case" ON "need" ("case");
CREATE INDEX IF NOT EXISTS main."plan_case" ON "plan" ("case");
CREATE INDEX IF NOT EXISTS main."plan_status" ON "plan" ("status");
CREATE INDEX IF NOT EXISTS main."plan_lead_institution" ON "plan" ("lead_institution");
CREATE INDEX IF NOT EXISTS main."plan_review_on" ON "plan" ("review_on");
CREATE INDEX IF NOT EXISTS main."plan_goal_plan" ON "plan_goal" ("plan");
CREATE INDEX IF NOT EXISTS main."plan_goal_case" ON "plan_goal" ("case");
CREATE INDEX IF NOT EXISTS main."plan_goal_due_on" ON "plan_goal" ("due_on");
CREATE INDEX IF NOT EXISTS main."plan_action_plan_goal" ON "plan_action" ("plan_goal");
CREATE INDEX IF NOT EXISTS main."plan_action_case" ON "plan_action" ("case");
CREATE INDEX IF NOT EXISTS main."plan_action_responsible" ON "plan_action" ("responsible");
CREATE INDEX IF NOT EXISTS main."plan_action_institution" ON "plan_action" ("institution");
CREATE INDEX IF NOT EXISTS main."plan_action_due_on" ON "plan_action" ("due_on");
CREATE INDEX IF NOT EXISTS main."case_member_case" ON "case_member" ("case");
CREATE INDEX IF NOT EXISTS main."case_member_person" ON "case_member" ("person");
CREATE INDEX IF NOT EXISTS main."assignment_case" ON "assignment" ("case");
CREATE INDEX IF NOT EXISTS main."assignment_user" ON "assignment" ("user");
CREATE INDEX IF NOT EXISTS main."relative_person" ON "relative" ("person");
CREATE INDEX IF NOT EXISTS main."situation_event_situation" ON "situation_event" ("situation");
CREATE INDEX IF NOT EXISTS main."situation_event_case" ON "situation_event" ("case");
CREATE INDEX IF NOT EXISTS main."perpetrator_case" ON "perpetrator" ("case");
CREATE INDEX IF NOT EXISTS main."proceeding_case" ON "proceeding" ("case");
CREATE INDEX IF NOT EXISTS main."proceeding_institution" ON "proceeding" ("institution");
CREATE INDEX IF NOT EXISTS main."proceeding_next_hearing_on" ON "proceeding" ("next_hearing_on");
CREATE INDEX IF NOT EXISTS main."task_due_on" ON "task" ("due_on");
CREATE INDEX IF NOT EXISTS main."task_owner" ON "task" ("owner");
CREATE INDEX IF NOT EXISTS main."task_case" ON "task" ("case");
CREATE INDEX IF NOT EXISTS main."task_state" ON "task" ("state");
CREATE INDEX IF NOT EXISTS main."task_origin_id" ON "task" ("origin_id");
CREATE INDEX IF NOT EXISTS main."approval_kind" ON "approval" ("kind");
CREATE INDEX IF NOT EXISTS main."approval_case" ON "approval" ("case");
CREATE INDEX IF NOT EXISTS main."approval_requested_by" ON "approval" ("requested_by");
CREATE INDEX IF NOT EXISTS main."approval_decision" ON "approval" ("decision");
CREATE INDEX IF NOT EXISTS main."approval_decided_by" ON "approval" ("decided_by");
CREATE INDEX IF NOT EXISTS main."closure_case" ON "closure" ("case");
CREATE INDEX IF NOT EXISTS main."closure_handover_institution" ON "closure" ("handover_institution");
CREATE INDEX IF NOT EXISTS main."closure_item_closure" ON "closure_item" ("closure");
CREATE INDEX IF NOT EXISTS main."closure_item_case" ON "closure_item" ("case");
CREATE INDEX IF NOT EXISTS main."saved_filter_owner" ON "saved_filter" ("owner");
CREATE INDEX IF NOT EXISTS main."dup_decision_a" ON "dup_decision" ("a");
CREATE INDEX IF NOT EXISTS main."dup_decision_b" ON "dup_decision" ("b");
CREATE INDEX IF NOT EXISTS main."dup_decision_verdict" ON "dup_decision" ("verdict");
CREATE INDEX IF NOT EXISTS main."dup_decision_by" ON "dup_decision" ("by");
CREATE INDEX IF NOT EXISTS main."dup_decision_merged_into" ON "dup_decision" ("merged_into");
CREATE INDEX IF NOT EXISTS main."finding_pack" ON "finding" ("pack");
CREATE INDEX IF NOT EXISTS main."finding_auditor" ON "finding" ("auditor");
CREATE INDEX IF NOT EXISTS main."finding_state" ON "finding" ("state");
CREATE INDEX IF NOT EXISTS main.case_list_number ON "case" ("number", id, "status", "office_region", "owner", deleted_at);
CREATE INDEX IF NOT EXISTS main.case_list_office_region ON "case" ("office_region", id, "status", "owner", deleted_at);
CREATE INDEX IF NOT EXISTS main.case_list_status ON "case" ("status", id, "office_region", "owner", deleted_at);
CREATE INDEX IF NOT EXISTS main.case_list_risk_level ON "case" ("risk_level", id, "status", "office_region", "owner", deleted_at);
CREATE INDEX IF NOT EXISTS main.case_list_last_contact_on ON "case" ("last_contact_on", id, "status", "office_region", "owner", deleted_at);
CREATE INDEX IF NOT EXISTS main."due_follow_up" ON "follow_up" ("due_on", "case") WHERE deleted_at IS NULL AND done_on IS NULL;
CREATE INDEX IF NOT EXISTS main."due_follow_up_of" ON "follow_up" ("by", "due_on", "case") WHERE deleted_at IS NULL AND done_on IS NULL;
CREATE INDEX IF NOT EXISTS main."due_three_failures" ON "follow_up" ("done_on", "case") WHERE deleted_at IS NULL AND outcome = 'not_reached' AND done_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_referral_silent" ON "referral" ("due_on", "case") WHERE deleted_at IS NULL AND state IN ('sent', 'no_answer', 'escalated');
CREATE INDEX IF NOT EXISTS main."due_plan_review" ON "plan" ("review_on", "case") WHERE deleted_at IS NULL AND status IN ('draft', 'requested', 'active') AND review_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_goal_due" ON "plan_goal" ("due_on", "case") WHERE deleted_at IS NULL AND status IN ('pending', 'in_progress') AND due_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_action_due" ON "plan_action" ("due_on", "case") WHERE deleted_at IS NULL AND done_on IS NULL AND due_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_action_due_of" ON "plan_action" ("responsible", "due_on", "case") WHERE deleted_at IS NULL AND done_on IS NULL AND due_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_service_planned" ON "service" ("planned_on", "case") WHERE deleted_at IS NULL AND status = 'planned' AND planned_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_service_planned_of" ON "service" ("staff", "planned_on", "case") WHERE deleted_at IS NULL AND status = 'planned' AND planned_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_hearing" ON "proceeding" ("next_hearing_on", "case") WHERE deleted_at IS NULL AND next_hearing_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_consent_expiring" ON "consent" ("expires_on", "case") WHERE deleted_at IS NULL AND decision = 'given' AND withdrawn_on IS NULL AND expires_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_regional_action_due" ON "regional_action" ("due_on") WHERE deleted_at IS NULL AND status IN ('pending', 'in_progress') AND due_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_commitment_due" ON "commitment" ("due_on") WHERE deleted_at IS NULL AND status IN ('open', 'in_progress') AND due_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main."due_meeting_due" ON "forum" ("next_on") WHERE deleted_at IS NULL AND next_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.due_case_owner ON "case" (owner, risk_level, last_contact_on, opened_on) WHERE deleted_at IS NULL AND status IN ('intake', 'open', 'follow_up');
CREATE INDEX IF NOT EXISTS main.due_case_risk ON "case" (risk_level, last_contact_on, owner, opened_on) WHERE deleted_at IS NULL AND status IN ('intake', 'open', 'follow_up');
CREATE INDEX IF NOT EXISTS main.due_case_contact ON "case" (last_contact_on, opened_on, owner) WHERE deleted_at IS NULL AND status IN ('intake', 'open', 'follow_up');
CREATE INDEX IF NOT EXISTS main.due_retention ON "case" (retention_until, owner) WHERE deleted_at IS NULL AND retention_until IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.due_risk_last ON risk_assessment ("case", "on", id, next_due) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS main.due_task ON task (due_on, owner) WHERE deleted_at IS NULL AND origin = 'manual' AND state IN ('open', 'snoozed');
CREATE TRIGGER IF NOT EXISTS main.facts_of_person_INSERT AFTER INSERT ON "person"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale VALUES (NEW.id); END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_person_UPDATE AFTER UPDATE ON "person"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale VALUES (NEW.id); END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_case_INSERT AFTER INSERT ON "case"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW.id; INSERT OR IGNORE INTO facts_stale SELECT person FROM service WHERE "case" = NEW.id; INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE "case" = NEW.id; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_case_UPDATE AFTER UPDATE ON "case"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW.id; INSERT OR IGNORE INTO facts_stale SELECT person FROM service WHERE "case" = NEW.id; INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE "case" = NEW.id; INSERT OR IGNORE INTO facts_stale VALUES (OLD.person); END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_service_INSERT AFTER INSERT ON "service"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale VALUES (NEW.person); INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW."case"; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_service_UPDATE AFTER UPDATE ON "service"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale VALUES (OLD.person); INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = OLD."case"; INSERT OR IGNORE INTO facts_stale VALUES (NEW.person); INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW."case"; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_referral_INSERT AFTER INSERT ON "referral"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale VALUES (NEW.person); INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW."case"; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_referral_UPDATE AFTER UPDATE ON "referral"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale VALUES (OLD.person); INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = OLD."case"; INSERT OR IGNORE INTO facts_stale VALUES (NEW.person); INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW."case"; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_referral_event_INSERT AFTER INSERT ON "referral_event"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE id = NEW.referral; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_referral_event_UPDATE AFTER UPDATE ON "referral_event"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE id = OLD.referral; INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE id = NEW.referral; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_situation_INSERT AFTER INSERT ON "situation"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM service WHERE "case" = NEW."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE "case" = NEW."case"; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_situation_UPDATE AFTER UPDATE ON "situation"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = OLD."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM service WHERE "case" = OLD."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE "case" = OLD."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM service WHERE "case" = NEW."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE "case" = NEW."case"; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_consent_INSERT AFTER INSERT ON "consent"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM service WHERE "case" = NEW."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE "case" = NEW."case"; END;
CREATE TRIGGER IF NOT EXISTS main.facts_of_consent_UPDATE AFTER UPDATE ON "consent"
WHEN EXISTS (SELECT 1 FROM facts_state)
BEGIN INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = OLD."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM service WHERE "case" = OLD."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE "case" = OLD."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM "case" WHERE id = NEW."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM service WHERE "case" = NEW."case"; INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE "case" = NEW."case"; END;
CREATE INDEX IF NOT EXISTS identity.person_birth ON person (id, birth_date);
CREATE INDEX IF NOT EXISTS main.audit_event_object ON audit_event (object_ref) WHERE object_ref IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.audit_event_backup ON audit_event (action) WHERE action = 'backup';
CREATE INDEX IF NOT EXISTS main.audit_event_keys ON audit_event (action) WHERE action = 'key_change';
