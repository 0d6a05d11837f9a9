import type { PolicyDocument } from './policy.ts'

function allow(...actions: string[]): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  }
}

const READS = ['Get*', 'List*', 'Describe*', 'Search*', 'BatchGet*']
const SERVICES = [
  's3',
  'glue',
  'lakeformation',
  'iam',
  'sts',
  'elasticmapreduce',
  'emr-serverless',
  'servicecatalog',
  'millrace',
  'ingestion',
  'pipelines',
]

/** Reads of every service; never credentials, which are more than a look. */
const readOnly: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        ...SERVICES.flatMap((service) => READS.map((read) => `${service}:${read}`)),
        // AWS managed policy ReadOnlyAccess; the audit has the action of CloudTrail.
        'cloudtrail:LookupEvents',
      ],
      Resource: '*',
    },
    {
      Effect: 'Deny',
      Action: ['elasticmapreduce:GetClusterSessionCredentials', 'lakeformation:GetTemporary*'],
      Resource: '*',
    },
  ],
}

/** The managed policies of AWS that people attach, as far as our services go. */
const documents: Readonly<Record<string, PolicyDocument>> = {
  AdministratorAccess: allow('*'),
  PowerUserAccess: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      { Effect: 'Allow', Action: ['iam:ListRoles', 'iam:GetRole'], Resource: '*' },
    ],
  },
  ReadOnlyAccess: readOnly,
  IAMFullAccess: allow('iam:*'),
  IAMReadOnlyAccess: allow('iam:Get*', 'iam:List*', 'iam:Simulate*'),
  AmazonS3FullAccess: allow('s3:*'),
  AmazonS3ReadOnlyAccess: allow('s3:Get*', 's3:List*', 's3:Describe*'),
  AWSLakeFormationDataAdmin: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'lakeformation:*',
          'glue:CreateCatalog',
          'glue:UpdateCatalog',
          'glue:DeleteCatalog',
          'glue:GetCatalog',
          'glue:GetCatalogs',
          'glue:GetDatabase',
          'glue:GetDatabases',
          'glue:CreateDatabase',
          'glue:UpdateDatabase',
          'glue:DeleteDatabase',
          'glue:GetTables',
          'glue:SearchTables',
          'glue:CreateTable',
          'glue:UpdateTable',
          'glue:DeleteTable',
          'glue:Get*',
          'glue:List*',
          's3:ListBucket',
          's3:GetBucketLocation',
          's3:ListAllMyBuckets',
          's3:GetBucketAcl',
          'iam:ListUsers',
          'iam:ListRoles',
          'iam:GetRole',
          'iam:GetRolePolicy',
        ],
        Resource: '*',
      },
      { Effect: 'Deny', Action: 'lakeformation:PutDataLakeSettings', Resource: '*' },
    ],
  },
  AWSGlueConsoleFullAccess: allow(
    'glue:*',
    's3:ListAllMyBuckets',
    's3:ListBucket',
    's3:GetBucketAcl',
    's3:GetBucketLocation',
    'iam:ListRoles',
    'iam:ListUsers',
    'iam:GetRole',
  ),
  AmazonEMRFullAccessPolicy_v2: allow('elasticmapreduce:*'),
  AmazonEMRReadOnlyAccessPolicy_v2: allow(
    'elasticmapreduce:Describe*',
    'elasticmapreduce:List*',
    'elasticmapreduce:Get*Policy',
  ),
  AWSServiceCatalogEndUserFullAccess: allow(
    'servicecatalog:DescribeProduct',
    'servicecatalog:DescribeProductView',
    'servicecatalog:DescribeProvisionedProduct',
    'servicecatalog:DescribeProvisioningParameters',
    'servicecatalog:DescribeRecord',
    'servicecatalog:ListLaunchPaths',
    'servicecatalog:ListRecordHistory',
    'servicecatalog:SearchProducts',
    'servicecatalog:SearchProvisionedProducts',
    'servicecatalog:ScanProvisionedProducts',
    'servicecatalog:ProvisionProduct',
    'servicecatalog:TerminateProvisionedProduct',
    'servicecatalog:UpdateProvisionedProduct',
  ),
}

/** By ARN: `arn:aws:iam::aws:policy/AdministratorAccess`. */
export const managedPolicies: ReadonlyMap<string, PolicyDocument> = new Map(
  Object.entries(documents).map(([name, document]) => [
    `arn:aws:iam::aws:policy/${name}`,
    document,
  ]),
)
