#!/bin/sh
# Send one program to a platform that takes a Procfile by git, as an application of its own.
#
#   DEPLOY_TO=GIT_ADDRESS scripts/deploy.sh api|dashboard|client-space
#
# What is sent is this commit with three files of the platform's own beside it: a Procfile whose `web` is that
# program, its lock as requirements.txt, and the step that installs the package itself.
set -eu
cd "$(dirname "$0")/.."

die() { printf 'deploy: %s\n' "$*" >&2; exit 2; }

program=${1:-}
case $program in
api) process=web ;;
dashboard | client-space) process=$program ;;
*) die "found '$program'; name api, dashboard or client-space" ;;
esac
[ -n "${DEPLOY_TO:-}" ] || die "DEPLOY_TO is empty; set the git address of the application"
line=$(sed -n "s/^$process: //p" Procfile)
[ -n "$line" ] || die "Procfile says nothing of $process"

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
git archive HEAD pyproject.toml README.md LICENSE src requirements | tar -x -C "$tree"
printf 'web: %s\n' "$line" >"$tree/Procfile"
cp "requirements/$program.txt" "$tree/requirements.txt"
printf '3.11\n' >"$tree/.python-version"
[ "$program" != api ] || printf '%s\n' fonts-dejavu-core libgomp1 libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 >"$tree/Aptfile"
mkdir "$tree/bin"
cat >"$tree/bin/post_compile" <<'STEP'
#!/bin/sh
set -e
pip install --require-hashes -r requirements/build.txt
pip install --no-deps --no-build-isolation .
STEP
chmod +x "$tree/bin/post_compile"

commit=$(git rev-parse HEAD)
cd "$tree"
git init --quiet --initial-branch main
git add --all
git -c user.name=deploy -c user.email=deploy@localhost commit --quiet --message "$program at $commit"
git push --quiet --force "$DEPLOY_TO" main
printf 'deploy: %s at %s was sent.\n' "$program" "$commit"
