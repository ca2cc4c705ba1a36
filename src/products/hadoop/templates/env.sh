# Source it: the shell then uses the Hadoop linked at {{ home }}
{% if java %}

export JAVA_HOME={{ java | sh }}
{% endif %}

export HADOOP_CONF_DIR={{ conf | sh }}
export HADOOP_LOG_DIR={{ logs | sh }}
export HADOOP_PID_DIR={{ pid | sh }}
{% if three %}
export HADOOP_HOME={{ home | sh }}
{% else %}
export HADOOP_PREFIX={{ home | sh }}
export HADOOP_COMMON_HOME={{ home | sh }}
export HADOOP_HDFS_HOME={{ home | sh }}
export HADOOP_MAPRED_HOME={{ home | sh }}
export HADOOP_MAPRED_LOG_DIR={{ logs | sh }}
export HADOOP_MAPRED_PID_DIR={{ pid | sh }}
export {{ yarn_home }}={{ home | sh }}
export YARN_CONF_DIR={{ conf | sh }}
export YARN_LOG_DIR={{ logs | sh }}
export YARN_PID_DIR={{ pid | sh }}
{% endif %}

case ":$PATH:" in
    *:{{ home | sh }}/bin:*) ;;
    *) export PATH={{ home | sh }}/bin:{{ home | sh }}/sbin:"$PATH" ;;
esac
