/** The target branch of a merge, and the variable that names it. */
export interface BaseBranch {
  readonly name: string;
  readonly variable: string;
}

/**
 * Variables of CI services with the branch that a pull or merge request goes to: GitHub, GitLab, Bitbucket,
 * Azure Pipelines, Jenkins, Buildkite, Drone and Woodpecker.
 */
const variables = [
  'GITHUB_BASE_REF',
  'CI_MERGE_REQUEST_TARGET_BRANCH_NAME',
  'BITBUCKET_PR_DESTINATION_BRANCH',
  'SYSTEM_PULLREQUEST_TARGETBRANCH',
  'CHANGE_TARGET',
  'BUILDKITE_PULL_REQUEST_BASE_BRANCH',
  'DRONE_TARGET_BRANCH',
  'CI_COMMIT_TARGET_BRANCH',
];

/** The base branch that CI names; `undefined` outside of one, and for what is no request. */
export function baseBranchOf(env: Readonly<Record<string, string | undefined>>): BaseBranch | undefined {
  const variable = variables.find((name) => env[name]);
  const value = variable === undefined ? undefined : env[variable];
  if (variable === undefined || !value) return undefined;
  return { name: value.replace(/^refs\/heads\//, ''), variable };
}
