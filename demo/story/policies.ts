/** Policies of the demo's people and roles, as IAM takes them. */
function allow(Action: string[], Resource: string | string[] = '*', more: object = {}) {
  return { Effect: 'Allow', Action, Resource, ...more }
}

export function policy(...Statement: object[]) {
  return { Version: '2012-10-17', Statement }
}

const SEE = ['glue:Get*', 'glue:SearchTables', 'lakeformation:GetDataAccess']

/** A data scientist: sees the catalogue, and works in notebooks and on clusters as one role. */
export function quantRights(accountId: string) {
  const role = `arn:aws:iam::${accountId}:role/quant-research`
  return policy(
    allow([
      's3:ListAllMyBuckets',
      's3:GetBucketLocation',
      ...SEE,
      'lakeformation:Get*',
      'lakeformation:List*',
    ]),
    allow(['servicecatalog:*', 'elasticmapreduce:Describe*', 'elasticmapreduce:List*']),
    allow(['elasticmapreduce:RunJobFlow', 'elasticmapreduce:TerminateJobFlows']),
    allow(['elasticmapreduce:GetClusterSessionCredentials'], '*', {
      Condition: { StringEquals: { 'elasticmapreduce:ExecutionRoleArn': role } },
    }),
    allow(['iam:PassRole', 'sts:AssumeRole'], role),
    allow(['emr-serverless:*'], `arn:aws:emr-serverless:*:${accountId}:/applications/*`),
    allow(['emr-serverless:CreateApplication', 'emr-serverless:ListApplications']),
    allow(['millrace:*']),
  )
}

/**
 * The runtime role of research: reads what grants open, and the ledger of feeds it evaluates. Its
 * notebooks connect to clusters as itself.
 */
export function researchRights(accountId: string) {
  const evaluate = ['ingestion:GetFeed', 'ingestion:ListDeliveries', 'ingestion:EndEvaluation']
  const role = `arn:aws:iam::${accountId}:role/quant-research`
  return policy(
    allow([...SEE, ...evaluate, 'millrace:RunCode']),
    allow(['elasticmapreduce:Describe*', 'elasticmapreduce:List*']),
    allow(['elasticmapreduce:GetClusterSessionCredentials'], '*', {
      Condition: { StringEquals: { 'elasticmapreduce:ExecutionRoleArn': role } },
    }),
    allow(['iam:PassRole'], role),
  )
}

/** Reads and writes governed tables, and reads the script that it is. */
export function pipelineRights(accountId: string) {
  const scripts = `arn:aws:s3:::pipelines-${accountId}`
  return policy(
    allow([...SEE, 'glue:CreateTable', 'glue:UpdateTable']),
    allow(['s3:GetObject', 's3:ListBucket'], [scripts, `${scripts}/*`]),
  )
}

/** Takes deliveries in: the landing bucket of its own account, and tables. */
export function dataRights() {
  return policy(allow([...SEE, 'glue:CreateTable', 'glue:UpdateTable', 's3:*', 'ingestion:List*']))
}

/** Who may work as a role: people of its account that may, and the platform’s services. */
export function trusted(accountId: string) {
  return policy(
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: 'sts:AssumeRole',
    },
    {
      Effect: 'Allow',
      Principal: {
        Service: [
          'elasticmapreduce.amazonaws.com',
          'emr-serverless.amazonaws.com',
          'ingestion.millrace',
          'pipelines.millrace',
          'notebooks.millrace',
          'trials.millrace',
        ],
      },
      Action: 'sts:AssumeRole',
    },
  )
}
