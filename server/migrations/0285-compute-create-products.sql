-- Why:   who runs the platform's machines for an account publishes what may be launched on them:
--        products with versions, portfolios, and who and which launch role stands in each. The two
--        products that stood in code become rows of no account, which everybody sees.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE compute.portfolios (
    id            text PRIMARY KEY,
    account_id    text,
    name          text NOT NULL,
    provider_name text NOT NULL,
    description   text,
    tags          jsonb NOT NULL,
    token         text NOT NULL,
    created_by    text NOT NULL,
    created_at    timestamptz NOT NULL,
    CONSTRAINT portfolios_token UNIQUE (account_id, token)
);

CREATE TABLE compute.products (
    id         text PRIMARY KEY,
    account_id text,
    name       text NOT NULL,
    owner      text NOT NULL,
    facts      jsonb NOT NULL,
    token      text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT products_token UNIQUE (account_id, token)
);

CREATE TABLE compute.product_versions (
    id          text PRIMARY KEY,
    product_id  text NOT NULL REFERENCES compute.products (id) ON DELETE CASCADE,
    name        text NOT NULL,
    description text,
    -- Not jsonb, which forgets the order of parameters.
    template    json NOT NULL,
    token       text NOT NULL,
    created_at  timestamptz NOT NULL,
    CONSTRAINT product_versions_token UNIQUE (product_id, token)
);

-- A portfolio or product that stands in one cannot go: the foreign keys see to it.
CREATE TABLE compute.portfolio_products (
    portfolio_id text NOT NULL REFERENCES compute.portfolios (id),
    product_id   text NOT NULL REFERENCES compute.products (id),
    CONSTRAINT portfolio_products_pkey PRIMARY KEY (portfolio_id, product_id)
);
CREATE INDEX portfolio_products_product ON compute.portfolio_products (product_id);

CREATE TABLE compute.portfolio_principals (
    portfolio_id  text NOT NULL REFERENCES compute.portfolios (id),
    principal_arn text NOT NULL,
    CONSTRAINT portfolio_principals_pkey PRIMARY KEY (portfolio_id, principal_arn)
);

CREATE TABLE compute.launch_constraints (
    id           text PRIMARY KEY,
    account_id   text NOT NULL,
    portfolio_id text NOT NULL,
    product_id   text NOT NULL,
    role_arn     text NOT NULL,
    parameters   text NOT NULL,
    description  text,
    token        text NOT NULL,
    created_by   text NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT launch_constraints_place FOREIGN KEY (portfolio_id, product_id)
        REFERENCES compute.portfolio_products (portfolio_id, product_id),
    CONSTRAINT launch_constraints_once UNIQUE (portfolio_id, product_id),
    CONSTRAINT launch_constraints_token UNIQUE (account_id, token)
);

INSERT INTO compute.portfolios
    (id, account_id, name, provider_name, description, tags, token, created_by, created_at)
VALUES
    ('port-standardclusters', NULL, 'Standard clusters', 'Platform', NULL, '{}', 'platform',
     'platform', '2026-01-01T00:00:00Z');

INSERT INTO compute.products (id, account_id, name, owner, facts, token, created_by, created_at)
VALUES
    ('prod-sparknotebook', NULL, 'Spark for notebooks', 'Platform',
     '{"description": "One machine with Spark for interactive work; ends when idle.", "tags": {}}',
     'sparknotebook', 'platform', '2026-01-01T00:00:00Z'),
    ('prod-sparklarge', NULL, 'Spark for large data', 'Platform',
     '{"description": "One large machine with Spark; ends when idle.", "tags": {}}',
     'sparklarge', 'platform', '2026-01-01T00:00:01Z');

INSERT INTO compute.product_versions
    (id, product_id, name, description, template, token, created_at)
VALUES
    ('pa-sparknotebook1', 'prod-sparknotebook', 'v1', 'First version', '{
      "Parameters": {
        "InstanceType": {
          "Type": "String", "Default": "m5.xlarge",
          "Description": "Size of the machine that runs Spark.",
          "AllowedValues": ["m5.large", "m5.xlarge", "m6g.large", "m6g.xlarge", "c5.large",
                            "c5.xlarge", "r5.large", "r5.xlarge"]},
        "ReleaseLabel": {
          "Type": "String", "Default": "spark-4.1",
          "Description": "Which Spark runs: a Spark, or the EMR release that one answers for."},
        "IdleTimeoutMinutes": {
          "Type": "Number", "Default": 60, "MinValue": 1, "MaxValue": 1440,
          "Description": "Minutes without a session after which the cluster ends by itself."}},
      "Resources": {"Cluster": {"Type": "AWS::EMR::Cluster", "Properties": {
        "ReleaseLabel": {"Ref": "ReleaseLabel"},
        "Instances": {"MasterInstanceGroup": {
          "InstanceType": {"Ref": "InstanceType"}, "InstanceCount": 1}},
        "AutoTerminationPolicy": {"IdleTimeoutMinutes": {"Ref": "IdleTimeoutMinutes"}}}}}}',
     'v1', '2026-01-01T00:00:00Z'),
    ('pa-sparklarge1', 'prod-sparklarge', 'v1', 'First version', '{
      "Parameters": {
        "InstanceType": {
          "Type": "String", "Default": "r5.2xlarge",
          "Description": "Size of the machine that runs Spark.",
          "AllowedValues": ["m5.2xlarge", "m5.4xlarge", "m6g.2xlarge", "m6g.4xlarge", "c5.2xlarge",
                            "c5.4xlarge", "r5.2xlarge", "r5.4xlarge"]},
        "ReleaseLabel": {
          "Type": "String", "Default": "spark-4.1",
          "Description": "Which Spark runs: a Spark, or the EMR release that one answers for."},
        "IdleTimeoutMinutes": {
          "Type": "Number", "Default": 30, "MinValue": 1, "MaxValue": 1440,
          "Description": "Minutes without a session after which the cluster ends by itself."}},
      "Resources": {"Cluster": {"Type": "AWS::EMR::Cluster", "Properties": {
        "ReleaseLabel": {"Ref": "ReleaseLabel"},
        "Instances": {"MasterInstanceGroup": {
          "InstanceType": {"Ref": "InstanceType"}, "InstanceCount": 1}},
        "AutoTerminationPolicy": {"IdleTimeoutMinutes": {"Ref": "IdleTimeoutMinutes"}}}}}}',
     'v1', '2026-01-01T00:00:00Z');

INSERT INTO compute.portfolio_products (portfolio_id, product_id)
VALUES
    ('port-standardclusters', 'prod-sparknotebook'),
    ('port-standardclusters', 'prod-sparklarge');
