# Makes two hosts joined by a cable. The bash that reads this is the first of them and the first
# process of both, so that nothing outlives it, and it buries what daemons leave behind. Says
# "ready" and then waits for the end of its standard input.
set -e

# Gives this host its own files, a quiet kernel and an address; $1 is the address's last number.
prepare() {
    ip link set lo up
    # The directory of all that must not be seen outside; the system's own programs stay reachable.
    mount -t tmpfs none /run
    mkdir /run/etc /run/sbin
    cp -a /etc/. /run/etc/
    mount --bind /run/etc /etc
    mount --bind "$(readlink -f /usr/sbin)" /run/sbin
    mount -t tmpfs none /usr/sbin
    cp -as /run/sbin/. /usr/sbin/

    mount -t tmpfs none /var/lib/nfs
    mkdir /var/lib/nfs/sm /var/lib/nfs/sm.bak
    : > /var/lib/nfs/state
    chown statd:nogroup /var/lib/nfs/sm /var/lib/nfs/sm.bak /var/lib/nfs/state

    mount -t tmpfs none /proc/sys/fs
    mkdir /proc/sys/fs/nfs
    for file in nsm_local_state nlm_tcpport nlm_udpport; do
        : > /proc/sys/fs/nfs/$file
    done

    : > /etc/nfs.conf
    rm -rf /etc/nfs.conf.d /etc/nfs.conf.local /etc/hosts.allow /etc/hosts.deny
    for database in hosts services protocols rpc netgroup passwd group; do
        echo "$database: files"
    done > /etc/nsswitch.conf
    cat > /etc/hosts <<'HOSTS'
127.0.0.1 localhost
::1 localhost
10.9.0.1 alpha.example.test alpha
10.9.0.2 beta.example.test beta
10.9.0.3 gamma.example.test gamma
10.9.0.4 delta.example.test delta
fd00:9::2 six.example.test
10.9.0.200 vip.example.test vip
HOSTS
}

address() {
    ip address add "10.9.0.$1/24" dev cable
    ip -6 address add "fd00:9::$1/64" dev cable nodad
    ip link set cable up
}

if [ "$1" = beta ]; then
    prepare
    ip link add cable type veth peer name cable netns 1
    address 2
    ip address add 10.9.0.3/24 dev cable
    ip address add 10.9.0.4/24 dev cable
    echo ready
    exec sleep infinity
fi

# The other host comes first, because it starts from what this one sees.
mount -t tmpfs none /run
mkfifo /run/other
unshare --mount --net bash "$0" beta > /run/other &
read -r answer < /run/other
[ "$answer" = ready ]
prepare
address 1
echo ready
read -r || exit 0
