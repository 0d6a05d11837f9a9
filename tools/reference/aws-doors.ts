import * as emr from '@aws-sdk/client-emr'
import * as emrServerless from '@aws-sdk/client-emr-serverless'
import * as glue from '@aws-sdk/client-glue'
import * as iam from '@aws-sdk/client-iam'
import * as lakeFormation from '@aws-sdk/client-lakeformation'
import * as ram from '@aws-sdk/client-ram'
import * as serviceCatalog from '@aws-sdk/client-service-catalog'
import * as sts from '@aws-sdk/client-sts'
import { emrErrors } from '../../server/src/doors/emr/errors.ts'
import { emrOperations } from '../../server/src/doors/emr/operations.ts'
import { emrServerlessErrors } from '../../server/src/doors/emr-serverless/errors.ts'
import { emrServerlessOperations } from '../../server/src/doors/emr-serverless/operations.ts'
import { glueErrors } from '../../server/src/doors/glue/errors.ts'
import { glueOperations } from '../../server/src/doors/glue/operations.ts'
import { iamErrors } from '../../server/src/doors/iam/errors.ts'
import { iamOperations } from '../../server/src/doors/iam/operations.ts'
import { lakeFormationErrors } from '../../server/src/doors/lake-formation/errors.ts'
import { lakeFormationOperations } from '../../server/src/doors/lake-formation/operations.ts'
import { ramErrors } from '../../server/src/doors/ram/errors.ts'
import { ramOperations } from '../../server/src/doors/ram/operations.ts'
import { serviceCatalogErrors } from '../../server/src/doors/service-catalog/errors.ts'
import { serviceCatalogOperations } from '../../server/src/doors/service-catalog/operations.ts'
import type { ErrorMap } from '../../server/src/doors/shared/aws-errors.ts'
import type { OperationTable } from '../../server/src/doors/shared/operation.ts'
import { stsErrors } from '../../server/src/doors/sts/errors.ts'
import { stsOperations } from '../../server/src/doors/sts/operations.ts'

/** What the tables of one AWS door say of it. */
export interface AwsDoor {
  folder: string
  title: string
  family: 'json' | 'rest' | 'query'
  operations: OperationTable<never>
  errors: ErrorMap
  /** The SDK's module: it lists the errors that the service models. */
  sdk: object
}

export const awsDoors: readonly AwsDoor[] = [
  {
    ...{ folder: 'sts', title: 'AWS STS', family: 'query' },
    ...{ operations: stsOperations, errors: stsErrors, sdk: sts },
  },
  {
    ...{ folder: 'iam', title: 'AWS IAM', family: 'query' },
    ...{ operations: iamOperations, errors: iamErrors, sdk: iam },
  },
  {
    ...{ folder: 'lake-formation', title: 'AWS Lake Formation', family: 'rest' },
    ...{ operations: lakeFormationOperations, errors: lakeFormationErrors, sdk: lakeFormation },
  },
  {
    ...{ folder: 'ram', title: 'AWS Resource Access Manager', family: 'rest' },
    ...{ operations: ramOperations, errors: ramErrors, sdk: ram },
  },
  {
    ...{ folder: 'glue', title: 'AWS Glue Data Catalog', family: 'json' },
    ...{ operations: glueOperations, errors: glueErrors, sdk: glue },
  },
  {
    ...{ folder: 'emr', title: 'Amazon EMR', family: 'json' },
    ...{ operations: emrOperations, errors: emrErrors, sdk: emr },
  },
  {
    ...{ folder: 'emr-serverless', title: 'Amazon EMR Serverless', family: 'rest' },
    ...{ operations: emrServerlessOperations, errors: emrServerlessErrors, sdk: emrServerless },
  },
  {
    ...{ folder: 'service-catalog', title: 'AWS Service Catalog', family: 'json' },
    ...{ operations: serviceCatalogOperations, errors: serviceCatalogErrors, sdk: serviceCatalog },
  },
]
