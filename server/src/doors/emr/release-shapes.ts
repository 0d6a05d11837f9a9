import { ENGINES, type Release } from '../../contexts/compute/index.ts'

const LIVY = '0.9.0' // Whose REST API the Livy door serves.

/** What really runs under a release, in the versions of its engine. */
export function applicationsOf({ engine }: Pick<Release, 'engine'>) {
  const { spark, hadoop, iceberg } = ENGINES[engine]
  return [
    { Name: 'Spark', Version: spark },
    { Name: 'Hadoop', Version: hadoop },
    { Name: 'Iceberg', Version: iceberg },
    { Name: 'Livy', Version: LIVY },
  ]
}
